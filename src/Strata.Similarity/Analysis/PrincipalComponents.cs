using Strata.Activations;
using Strata.Models;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Analysis;

/// <summary>Principal components of every layer's representation, over all chosen examples at once.</summary>
public static class PrincipalComponents
{
    /// <summary>
    /// Memory that they take at most beside the source's own: iterated vectors of every layer, and projections, of all vectors and twice of
    /// the first.
    /// </summary>
    /// <param name="layers">Of the source.</param>
    /// <param name="examples">That are looked at.</param>
    public static double Bytes(IReadOnlyList<LayerInfo> layers, int examples, ComponentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        int vectors = (options ?? new()).Vectors;
        double projections = (double)layers.Count * examples * (sizeof(float) * vectors + 2 * sizeof(double));
        return projections + layers.Sum(layer => SubspaceIteration.Bytes(layer.Features, vectors))
            + layers.Select(layer => SubspaceIteration.PassingBytes(layer.Features, vectors)).DefaultIfEmpty().Max();
    }

    /// <summary>
    /// Shares of variance, projections and their cosines of every layer (P1 §4.2). Runs the examples several times and keeps a few vectors
    /// per layer, and a few numbers per layer and example, never the activations: see <see cref="Bytes"/>.
    /// </summary>
    /// <exception cref="InvalidOptionsException">Options out of range.</exception>
    public static LayerComponents Of(IActivationSource source, ComponentOptions? options = null,
        IProgress<ComponentProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= new();
        options.Validate();
        int[] examples = Examples(source, options);
        SubspaceIteration Iteration(int layer) => new(options.Vectors, options.Leading, options.Seed, layer, source.Roundoff(layer));
        SubspaceIteration[] layers = [.. source.Layers.Select((_, i) => Iteration(i))];
        int passes = 0;
        while (passes < options.MaxPasses)
        {
            int[] open = [.. Enumerable.Range(0, layers.Length).Where(i => !layers[i].Done)];
            if (open.Length == 0) break;
            for (int first = 0; first < examples.Length; first += options.Batch)
            {
                stop.ThrowIfCancellationRequested();
                source.Visit(examples.AsSpan(first, Math.Min(options.Batch, examples.Length - first)), open,
                    (layer, output) => layers[layer].Add(output));
            }
            foreach (int layer in open) layers[layer].EndPass(options.Tolerance);
            passes++;
            progress?.Report(new(passes, layers.Count(l => l.Done), layers.Length));
        }
        string[] unsettled = [.. source.Layers.Where((_, i) => !layers[i].Done).Select(l => l.Name)];
        double[,] scores = Scores(layers, examples.Length), leading = Leading(layers, options.Leading);
        return new()
        {
            Layers = source.Layers,
            Shares = [.. Enumerable.Range(0, layers.Length).Select(i => leading[i, 0])],
            Leading = leading,
            Scores = scores,
            Cosines = Cosines(scores),
            Variance = [.. layers.Select(l => l.Problem is null ? l.Total / (examples.Length - 1) : double.NaN)],
            Undefined = [.. source.Layers.Where((_, i) => layers[i].Problem is not null)
                .Select(l => new UndefinedLayer(source.Name, l.Name, layers[l.Index].Problem!))],
            Examples = examples,
            ExamplesHash = ExampleOrder.Hash(source.ExamplesHash, examples),
            Passes = passes,
            Warnings = unsettled.Length == 0 ? []
                : [$"λ₁ had not settled after {passes} passes in {unsettled.Length} layers, such as {unsettled[0]}; it is a little "
                + "too small there"],
        };
    }

    private static double[,] Leading(SubspaceIteration[] layers, int count)
    {
        double[,] leading = new double[layers.Length, count];
        for (int i = 0; i < layers.Length; i++)
            for (int k = 0; k < count; k++)
                leading[i, k] = layers[i].Problem is not null ? double.NaN : layers[i].Leading.ElementAtOrDefault(k);
        return leading;
    }

    private static double[,] Scores(SubspaceIteration[] layers, int examples)
    {
        double[,] scores = new double[layers.Length, examples];
        for (int i = 0; i < layers.Length; i++)
        {
            Span<double> row = Rows.Span(scores).Slice(i * examples, examples);
            if (layers[i].Problem is not null) row.Fill(double.NaN);
            else layers[i].Scores.CopyTo(row);
        }
        return scores;
    }

    private static double[,] Cosines(double[,] scores)
    {
        int layers = scores.GetLength(0), examples = scores.GetLength(1);
        double[,] cosines = new double[layers, layers];
        double[] lengths = new double[layers];
        for (int i = 0; i < layers; i++) lengths[i] = Math.Sqrt(Rows.Dot(Row(i), Row(i)));
        Parallel.For(0, layers, Threads.Limit, i =>
        {
            for (int j = 0; j <= i; j++)
            {
                double cosine = i == j && lengths[i] > 0 ? 1 : Rows.Dot(Row(i), Row(j)) / (lengths[i] * lengths[j]);
                cosines[i, j] = cosines[j, i] = Math.Min(1, cosine * cosine);
            }
        });
        return cosines;

        ReadOnlySpan<double> Row(int layer) => Rows.Span(scores).Slice(layer * examples, examples);
    }

    private static int[] Examples(IActivationSource source, ComponentOptions options)
    {
        int count = source.ExampleCount;
        if (count < 2) throw new StrataException($"{source.Name}: {count} examples have no variance");
        return ComparedExamples.Choose(source, options.MaxExamples, options.Seed);
    }
}
