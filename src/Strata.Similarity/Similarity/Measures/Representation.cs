using Strata.Runtime;

namespace Strata.Similarity.Measures;

/// <summary>One layer's output for some examples, and what measures make of it, each when it is first asked for.</summary>
public sealed class Representation
{
    /// <summary>
    /// What products of two examples of norm 1 may differ by and be equal: hundreds of roundoffs, as sums over a million features err by.
    /// </summary>
    internal const double Rounding = 256 * UnitRoundoff.OfDouble;

    /// <summary>Examples whose products with each other fit into an array.</summary>
    private const int MostSquared = 46_340;

    private readonly double[] _rows;
    private readonly (double Spread, double Lost) _energy;
    private readonly Lazy<double[]> _centeredGram, _cosines;

    /// <param name="rows">[examples, features], finite; not to be written to any more.</param>
    /// <param name="roundoff">Of the numbers as they are stored: examples that differ by no more are equal.</param>
    /// <exception cref="ArgumentException">No examples or features, or an array of another size.</exception>
    public Representation(double[] rows, int examples, int features, double roundoff = UnitRoundoff.OfDouble)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(examples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        if (rows.Length != (long)examples * features)
            throw new ArgumentException($"There are {rows.Length} numbers, expected {examples} × {features}.", nameof(rows));
        (_rows, Examples, Features, Roundoff) = (rows, examples, features, roundoff);
        Centered = (double[])rows.Clone();
        int? exponent = null;
        (double spread, double energy) = Centering.Columns(Centered, examples, features, ref exponent);
        _energy = (spread, LayerTerms.LostOf(energy, roundoff));
        _centeredGram = new(() => MatrixProduct.Gram(Centered, Squared(), Features));
        _cosines = new(() => ((CosineKernel)Kernel.Cosine).Gram((double[])_rows.Clone(), Squared(), Features));
    }

    /// <param name="rows">[examples, features].</param>
    public static Representation Of(double[,] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new(Similarity.Rows.Span(rows).ToArray(), rows.GetLength(0), rows.GetLength(1));
    }

    public int Examples { get; }

    public int Features { get; }

    /// <summary>Of the numbers as they are stored.</summary>
    public double Roundoff { get; }

    /// <summary>[examples, features], as they came.</summary>
    public IReadOnlyList<double> Rows => _rows;

    /// <summary>
    /// Why the layer has no similarity by any measure of representations, as the end of "the layer is"; null where it has.
    /// </summary>
    public string? Problem => LayerTerms.Problem(_energy.Spread, _energy.Lost);

    /// <summary>[examples, features] about the mean of each feature, in a unit near their size where squares of squares need one.</summary>
    internal double[] Centered { get; }

    /// <summary>Whether all numbers are.</summary>
    internal bool IsFinite => double.IsFinite(_energy.Spread);

    /// <summary>Products of <see cref="Centered"/> examples, [examples, examples].</summary>
    internal double[] CenteredGram => _centeredGram.Value;

    /// <summary>Cosines between examples as they came, [examples, examples]; 0 with an example of zeros.</summary>
    internal double[] Cosines => _cosines.Value;

    /// <summary>Euclidean, of every two examples, above the diagonal of the matrix, row by row.</summary>
    internal double[] Distances()
        => Pairs((i, j) => Math.Sqrt(Math.Max(0, CenteredGram[i * Examples + i] + CenteredGram[j * Examples + j]
            - 2 * CenteredGram[i * Examples + j])));

    /// <summary>What rounding may have put into each of <see cref="Distances"/>.</summary>
    internal double[] DistanceRounding() => [.. Distances().Zip(Pairs((i, j)
        => Rounding * (CenteredGram[i * Examples + i] + CenteredGram[j * Examples + j])),
        (distance, square) => square > 0 ? square / Math.Max(distance, Math.Sqrt(square)) : 0)];

    /// <summary>The number of examples, where that of all pairs of them fits into an array.</summary>
    /// <exception cref="InvalidOptionsException">It does not.</exception>
    internal int Squared() => Examples <= MostSquared ? Examples
        : throw new InvalidOptionsException($"maxExamples: {Examples} examples have too many pairs for this measure; expected at most "
            + $"{MostSquared}");

    /// <summary>1 − Pearson's correlation over the features, of every two examples, above the diagonal, row by row.</summary>
    internal double[] CorrelationDistances()
    {
        double[] rows = (double[])_rows.Clone();
        for (int start = 0; start < rows.Length; start += Features)
        {
            Span<double> row = rows.AsSpan(start, Features);
            double mean = Similarity.Rows.Sum(row) / Features;
            foreach (ref double x in row) x -= mean;
        }
        double[] correlations = ((CosineKernel)Kernel.Cosine).Gram(rows, Squared(), Features);
        return Pairs((i, j) => 1 - correlations[i * Examples + j]);
    }

    /// <summary>The first example whose features are all equal; null where none is so.</summary>
    internal int? ConstantExample()
    {
        for (int i = 0; i < Examples; i++)
        {
            ReadOnlySpan<double> row = _rows.AsSpan(i * Features, Features);
            if (!row.ContainsAnyExcept(row[0])) return i;
        }
        return null;
    }

    private double[] Pairs(Func<int, int, double> distance)
    {
        double[] distances = new double[(long)Examples * (Examples - 1) / 2];
        for (int i = 0, k = 0; i < Examples; i++)
            for (int j = i + 1; j < Examples; j++) distances[k++] = distance(i, j);
        return distances;
    }

    /// <summary>The class of every example: where its row is largest, of equals the first.</summary>
    internal int[] Classes()
        => [.. Enumerable.Range(0, Examples).Select(i => Array.IndexOf(_rows, _rows.AsSpan(i * Features, Features).ToArray().Max(),
            i * Features, Features) - i * Features)];

    /// <summary>The rows as a softmax sees them: probabilities of the classes, [examples, features].</summary>
    internal double[] Probabilities()
    {
        double[] probabilities = new double[_rows.Length];
        for (int start = 0; start < _rows.Length; start += Features)
        {
            double most = _rows.AsSpan(start, Features).ToArray().Max(), sum = 0;
            for (int j = 0; j < Features; j++) sum += probabilities[start + j] = Math.Exp(_rows[start + j] - most);
            for (int j = 0; j < Features; j++) probabilities[start + j] /= sum;
        }
        return probabilities;
    }
}
