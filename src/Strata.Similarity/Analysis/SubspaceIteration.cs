using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Strata.Activations;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Analysis;

/// <summary>
/// The leading eigenvalues of one layer's covariance, and its examples' projections on the first eigenvector, by block subspace iteration
/// with Rayleigh–Ritz (Saad 2011 §5.1): a pass over the data multiplies a few orthonormal vectors V by C = X̃ᵀX̃ without ever forming it,
/// exactly centred from running sums.
/// </summary>
/// <param name="roundoff">Of the layer's numbers as they are stored.</param>
internal sealed unsafe class SubspaceIteration(int vectors, int leading, long seed, int layer, double roundoff)
{
    private const int Lanes = CenteredRows<float>.Lanes, Tile = CenteredRows<float>.Tile;

    /// <summary>[features, lines · lanes]: orthonormal vectors, and zeros up to whole lines.</summary>
    private float[]? _basis;

    /// <summary>[features, lines · lanes]: X̃ᵀX̃ times them.</summary>
    private double[] _product = [];

    /// <summary>[features]: a point among the data, in the data's precision.</summary>
    private float[] _shift = [];
    private double[] _wideShift = [];

    private double[] _sum = [], _projection = [];
    private int _features, _count, _lines;
    private readonly List<float[]> _projections = [];
    private double[] _best = [];
    private double _squares;
    private int? _unit;
    private int _examples;
    private bool _summed;

    /// <summary>Bytes that a layer holds from its first batch on, beside its projections: basis, product, sum and shift.</summary>
    public static double Bytes(long features, int vectors)
        => features * ((vectors + Lanes - 1) / Lanes * Lanes * (double)(sizeof(float) + sizeof(double)) + 2 * sizeof(double));

    /// <summary>Bytes that it takes more while it begins or ends a pass: the vectors as columns, and one more.</summary>
    public static double PassingBytes(long features, int vectors) => features * (vectors + 1.0) * sizeof(double);

    /// <summary>[at most so many as asked for]: the largest eigenvalues after the last whole pass, as shares of all.</summary>
    public double[] Leading { get; private set; } = [];

    /// <summary>[examples]: projections on the first eigenvector in the last whole pass, the largest of them positive.</summary>
    public double[] Scores { get; private set; } = [];

    /// <summary>Σλ, the sum of squares of the centred layer.</summary>
    public double Total { get; private set; }

    public bool Settled { get; private set; }

    /// <summary>Why there is no share, or null.</summary>
    public string? Problem { get; private set; }

    public bool Done => Settled || Problem is not null;

    /// <summary>Adds a batch [n, ...] to this pass; the order of the features is that of memory.</summary>
    public void Add(LayerOutput output)
    {
        if (_basis is null) Start(output);
        // Sums about a point among the data keep the digits that sums about 0 would lose where the mean is large.
        if (output.IsDouble) Add(output.Doubles, output.Examples, _wideShift);
        else Add(output.Singles, output.Examples, _shift);
    }

    private void Add<T>(ReadOnlySpan<T> values, int n, T[] shift) where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* first = values)
        {
            // Numbers are divided by the power of two that is near the largest of the first batch in which examples differ, where squares
            // would else leave the range of fp32.
            _unit ??= FloatRows.UnitOf(new CenteredRows<T>((nint)first, shift, 0).Largest(n));
            var rows = new CenteredRows<T>((nint)first, shift, _unit ?? 0);
            float[] scores = Times(rows, n);
            AddProducts(rows, n, scores);
            float[] kept = new float[n * _count];
            for (int i = 0; i < n; i++)
            {
                ReadOnlySpan<float> own = scores.AsSpan(i * _lines * Lanes, _count);
                own.CopyTo(kept.AsSpan(i * _count));
                for (int k = 0; k < _count; k++) _projection[k] += own[k];
            }
            _projections.Add(kept);
        }
        if (!_summed) _examples += n;
    }

    /// <summary>[n, lines · lanes]: the batch times the basis. The examples of every pass are the same, and so are their sums.</summary>
    private float[] Times<T>(CenteredRows<T> rows, int n) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int tiles = (_features + Tile - 1) / Tile;
        double[]?[] parts = new double[ParallelRows.Parts][];
        double[] squares = new double[parts.Length];
        ParallelRows.For(tiles, (part, first, end) =>
        {
            double[] own = parts[part] = new double[n * _lines * Lanes];
            fixed (float* basis = _basis)
            fixed (double* to = own)
                for (int tile = first; tile < end; tile++)
                    squares[part] += rows.AddScores(tile * Tile, n, _lines, basis, to, _summed ? null : _sum);
        });
        _squares += squares.Sum();
        double[] total = new double[n * _lines * Lanes];
        foreach (double[] own in parts.OfType<double[]>()) Rows.AddScaled(total, own, 1);
        return Array.ConvertAll(total, score => (float)score);
    }

    private void AddProducts<T>(CenteredRows<T> rows, int n, float[] scores) where T : unmanaged, IFloatingPointIeee754<T>
        => ParallelRows.For((_features + Tile - 1) / Tile, (_, first, end) =>
        {
            fixed (float* of = scores)
            fixed (double* products = _product)
                for (int tile = first; tile < end; tile++) rows.AddProducts(tile * Tile, n, _lines, of, products);
        });

    /// <summary>Closes a pass: Ritz value, and the basis of the next.</summary>
    public void EndPass(double tolerance)
    {
        _summed = true;
        double spread = _squares - Rows.Dot(_sum, _sum) / _examples;
        // Measured against the uncentred squares: what a large constant leaves behind is its own rounding.
        double energy = _squares + _examples * ShiftSquares();
        Problem = LayerTerms.Problem(spread, LayerTerms.LostOf(energy, roundoff));
        if (Problem is not null) return;
        Total = Math.ScaleB(spread, 2 * (_unit ?? 0));
        double[][] image = Columns();
        (double[] values, double[] first) = Largest(Small(image), leading);
        // Ritz values rise from pass to pass but for rounding: one that no longer gains on the best so far has settled, however small a
        // gain was asked for.
        Settled = _features <= _count
            || _best.Length > 0 && values.Index().All(l => l.Item - _best[l.Index] <= (l.Index == 0 ? 1 : 100) * tolerance * values[0]);
        _best = [.. values.Select((value, k) => Math.Max(value, _best.ElementAtOrDefault(k)))];
        Leading = [.. values.Select(value => Math.Clamp(value / spread, 0, 1))];
        Scores = Project(first);
        Begin(image);
        Array.Clear(_product);
        Array.Clear(_projection);
    }

    private void Start(LayerOutput output)
    {
        _features = checked((int)output.Features);
        _count = Math.Min(vectors, _features);
        _lines = (_count + Lanes - 1) / Lanes;
        (_basis, _product) = (new float[(long)_features * _lines * Lanes], new double[(long)_features * _lines * Lanes]);
        (_sum, _projection) = (new double[_features], new double[_count]);
        var random = new RandomSequence(seed, "start vectors", layer);
        double[][] columns = [.. Enumerable.Range(0, _count).Select(_ => new double[_features])];
        for (int j = 0; j < _features; j++)
            for (int k = 0; k < _count; k++) columns[k][j] = random.NextNormal();
        Begin(columns);
        if (output.IsDouble) _wideShift = Means(output.Doubles);
        else _shift = Means(output.Singles);
    }

    /// <summary>In double precision, where a sum of the largest numbers of fp32 is finite.</summary>
    private T[] Means<T>(ReadOnlySpan<T> values) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] sums = new double[_features];
        for (int start = 0; start < values.Length; start += _features)
            for (int j = 0; j < _features; j++) sums[j] += double.CreateTruncating(values[start + j]);
        int n = values.Length / _features;
        return Array.ConvertAll(sums, sum => T.CreateTruncating(sum / n));
    }

    /// <summary>Σ shift², in the unit.</summary>
    private double ShiftSquares()
    {
        double[] shift = _wideShift.Length > 0 ? (double[])_wideShift.Clone() : Array.ConvertAll(_shift, value => (double)value);
        if (_unit is { } unit and not 0)
            foreach (ref double value in shift.AsSpan()) value = Math.ScaleB(value, -unit);
        return Rows.Dot(shift, shift);
    }

    /// <summary>[vectors][features]: C times the basis, centred.</summary>
    private double[][] Columns()
        => [.. Enumerable.Range(0, _count).Select(k =>
        {
            double[] column = new double[_features];
            for (int j = 0, at = k; j < column.Length; j++, at += _lines * Lanes)
                column[j] = _product[at] - _sum[j] * _projection[k] / _examples;
            return column;
        })];

    /// <summary>The basis times its image, [vectors, vectors].</summary>
    private double[,] Small(double[][] image)
    {
        double[,] small = new double[_count, _count];
        double[] vector = new double[_features];
        for (int i = 0; i < _count; i++)
        {
            for (int j = 0, at = i; j < vector.Length; j++, at += _lines * Lanes) vector[j] = _basis![at];
            for (int k = 0; k < _count; k++) small[i, k] = Rows.Dot(vector, image[k]);
        }
        return small;
    }

    /// <summary>Makes vectors the basis of the next pass.</summary>
    private void Begin(double[][] columns)
    {
        OrthonormalColumns.Make(columns, new RandomSequence(seed, "further vectors", layer));
        for (int k = 0; k < _count; k++)
            for (int j = 0, at = k; j < _features; j++, at += _lines * Lanes) _basis![at] = (float)columns[k][j];
    }

    /// <summary>The pass's projections on the basis, centred and turned to the first eigenvector.</summary>
    private double[] Project(double[] first)
    {
        double[] sums = _projection, scores = new double[_examples];
        int at = 0;
        foreach (float[] rows in _projections)
            for (int i = 0; i < rows.Length; i += first.Length)
            {
                double score = 0;
                for (int k = 0; k < first.Length; k++) score += (rows[i + k] - sums[k] / _examples) * first[k];
                scores[at++] = Math.ScaleB(score, _unit ?? 0);
            }
        _projections.Clear();
        if (-scores.Min() > scores.Max())
            for (int i = 0; i < scores.Length; i++) scores[i] = -scores[i];
        return scores;
    }

    /// <summary>The largest eigenvalues, descending, and the unit vector of the first.</summary>
    private static (double[] Values, double[] First) Largest(double[,] matrix, int count)
    {
        int size = matrix.GetLength(0);
        Matrix<double> symmetric = Matrix<double>.Build.Dense(size, size, (i, j) => (matrix[i, j] + matrix[j, i]) / 2);
        var eigen = symmetric.Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(k => eigen.EigenValues[k].Real)];
        return ([.. order.Take(count).Select(k => eigen.EigenValues[k].Real)], eigen.EigenVectors.Column(order[0]).ToArray());
    }
}
