using Strata.Activations;
using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>
/// What share of a layer's similarity with itself is of single examples: Σⱼ K²ᵢⱼ/ΣΣ K² of the centred linear Gram K. CKA follows few
/// examples that lie far from all others, whatever the rest does (Davari et al. 2022; P2 finds such examples behind block structure).
/// Weights tell examples that dominate together; leaving out one at a time would not, for the others stand in for it.
/// </summary>
public static class ExampleWeights
{
    /// <summary>Examples of a batch of <see cref="Of(IActivationSource, ComparisonOptions, IProgress{ValueTuple{int, int}}?,
    /// CancellationToken)"/> at least.</summary>
    private const int Fewest = 4;

    /// <param name="rows">[examples, features].</param>
    /// <returns>[examples], not negative, of sum 1; zeros where all examples are alike.</returns>
    public static double[] Of(double[,] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Of(Rows.Span(rows).ToArray(), rows.GetLength(0), rows.GetLength(1));
    }

    /// <param name="rows">[examples, features], overwritten.</param>
    /// <returns>As of <see cref="Of(double[,])"/>.</returns>
    public static double[] Of(double[] rows, int examples, int features)
    {
        int? exponent = null;
        double[] energies = Energies(rows, examples, features, ref exponent);
        double sum = energies.Sum();
        return sum > 0 ? [.. energies.Select(energy => energy / sum)] : energies;
    }

    /// <summary>The same of every layer of a source, batch by batch, as minibatch CKA sees them: the mean over the layers.</summary>
    /// <param name="options">Layers, examples, batch, tokens and seed.</param>
    /// <param name="progress">Told of every batch.</param>
    /// <param name="stop">Asked before every layer of a batch.</param>
    /// <returns>[examples of the source], of sum 1; 0 for examples that are not compared.</returns>
    /// <exception cref="StrataException">Too few examples.</exception>
    public static double[] Of(IActivationSource source, ComparisonOptions options, IProgress<(int Done, int Total)>? progress = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using IActivationSource? view = options.Tokens == TokenChoice.Flatten ? null : new TokenSource(source, options.Tokens);
        IActivationSource seen = view ?? source;
        int[] layers = LayerSelection.Select(seen.Layers, options.Layers);
        int[,] passes = ComparedExamples.Order(seen, options, []);
        int[] order = [.. Enumerable.Range(0, passes.GetLength(1)).Select(i => passes[0, i])];
        double[][] energies = [.. layers.Select(_ => new double[seen.ExampleCount])];
        var exponents = new int?[layers.Length];
        int[][] batches = [.. order.Chunk(options.Batch).Where(batch => batch.Length >= Fewest)];
        foreach (var (done, batch) in batches.Index())
        {
            seen.Visit(batch, layers, (layer, output) =>
            {
                stop.ThrowIfCancellationRequested();
                double[] rows = new double[output.Examples * output.Features];
                output.CopyTo(rows.AsSpan());
                int at = Array.IndexOf(layers, layer);
                double[] found = Energies(rows, output.Examples, (int)output.Features, ref exponents[at]);
                for (int i = 0; i < found.Length; i++) energies[at][batch[i]] += found[i];
            });
            progress?.Report((done + 1, batches.Length));
        }
        double[] weights = new double[seen.ExampleCount];
        double[] sums = [.. energies.Select(layer => layer.Sum())];
        int counted = sums.Count(sum => sum > 0);
        for (int layer = 0; layer < layers.Length; layer++)
            for (int i = 0; i < weights.Length && sums[layer] > 0; i++) weights[i] += energies[layer][i] / sums[layer] / counted;
        return weights;
    }

    /// <summary>The examples that weigh most, heaviest first; of equals the first.</summary>
    /// <param name="weights">[examples].</param>
    /// <param name="count">How many; fewer where there are not so many.</param>
    public static int[] Heaviest(IReadOnlyList<double> weights, int count)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return [.. Enumerable.Range(0, weights.Count).OrderByDescending(i => weights[i]).ThenBy(i => i).Take(count)];
    }

    /// <summary>Σⱼ K²ᵢⱼ, [examples], in a unit near the rows' size: through the smaller of K and the features' products.</summary>
    private static double[] Energies(double[] rows, int n, int features, ref int? exponent)
    {
        Centering.Columns(rows, n, features, ref exponent);
        if (features >= n)
        {
            double[] gram = MatrixProduct.Gram(rows, n, features);
            return [.. Enumerable.Range(0, n).Select(i => Rows.Dot(gram.AsSpan(i * n, n), gram.AsSpan(i * n, n)))];
        }
        // K²'s diagonal is that of X(XᵀX)Xᵀ.
        double[] products = MatrixProduct.Gram(MatrixProduct.Transpose(rows, n, features), features, n);
        double[] moved = MatrixProduct.Cross(rows, n, products, features, features);
        return [.. Enumerable.Range(0, n).Select(i => Math.Max(0, Rows.Dot(moved.AsSpan(i * features, features),
            rows.AsSpan(i * features, features))))];
    }
}
