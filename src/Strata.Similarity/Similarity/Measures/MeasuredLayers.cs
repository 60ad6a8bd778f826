using Strata.Activations;
using Strata.Runtime;

namespace Strata.Similarity.Measures;

/// <summary>What a measure takes from the layers of a model: the model runs as often as it takes for few whole layers at a time.</summary>
internal static class MeasuredLayers
{
    /// <summary>Bytes of whole layers that are held at a time, where more than one fits.</summary>
    private const long Held = 1L << 28;

    public const int Batch = 256;

    /// <summary>A reduction copies its layer, some twice; a copy stays until a collection.</summary>
    private const int Copies = 3;

    /// <param name="layers">Which, ascending.</param>
    /// <param name="examples">Which, by index.</param>
    /// <param name="done">Called after each layer.</param>
    public static MeasuredLayer[] Of(IActivationSource source, int[] layers, int[] examples, Measure measure, Action done,
        CancellationToken stop)
    {
        var reduced = new List<MeasuredLayer>();
        for (int first = 0, next; first < layers.Length; first = next)
        {
            long bytes = 0;
            for (next = first; next < layers.Length && (next == first || bytes + Bytes(next) <= Held); next++) bytes += Bytes(next);
            int[] group = layers[first..next];
            double[][] rows = Read(source, group, examples, stop);
            for (int k = 0; k < group.Length; k++)
            {
                stop.ThrowIfCancellationRequested();
                reduced.Add(measure.Reduce(new(rows[k], examples.Length, rows[k].Length / examples.Length, source.Roundoff(group[k]))));
                // Let go of as soon as it is reduced.
                rows[k] = [];
                done();
            }
            // Copies that reductions made are as large as the layers.
            FreeMemory.Collect(bytes);
        }
        return [.. reduced];

        long Bytes(int k) => BytesOf(source.Layers[layers[k]].Features, examples.Length);
    }

    /// <summary>What reading and reducing layers takes at most, in bytes.</summary>
    /// <param name="features">Of each layer.</param>
    public static double Bytes(IReadOnlyCollection<long> features, int examples)
        => features.Count == 0 ? 0 : Copies * Math.Min(features.Sum(each => (double)BytesOf(each, examples)),
            Math.Max(Held, BytesOf(features.Max(), examples)));

    private static long BytesOf(long features, int examples) => sizeof(double) * examples * features;

    /// <returns>[examples, features] of every layer.</returns>
    private static double[][] Read(IActivationSource source, int[] layers, int[] examples, CancellationToken stop)
    {
        double[][] rows = new double[layers.Length][];
        for (int k = 0; k < layers.Length; k++)
        {
            long count = (long)examples.Length * source.Layers[layers[k]].Features;
            if (count > Array.MaxLength)
                throw new InvalidOptionsException(
                    $"maxExamples: {examples.Length} examples of {source.Layers[layers[k]].Name} are {count} numbers, more than an array "
                    + "holds; take fewer");
            rows[k] = new double[count];
        }
        for (int start = 0; start < examples.Length; start += Batch)
        {
            int[] batch = examples[start..Math.Min(start + Batch, examples.Length)];
            source.Visit(batch, layers, (layer, output) =>
            {
                stop.ThrowIfCancellationRequested();
                double[] to = rows[Array.IndexOf(layers, layer)];
                output.CopyTo(to.AsSpan(start * (to.Length / examples.Length)));
            });
        }
        return rows;
    }
}
