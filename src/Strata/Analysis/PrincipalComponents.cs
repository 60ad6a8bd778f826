using Strata.Activations;
using Strata.Data;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Analysis;

/// <summary>Principal components of every layer's representation, over all chosen examples at once.</summary>
public static class PrincipalComponents
{
    /// <summary>
    /// λ₁/Σλ of every layer (P1 §4.2). Runs the examples several times and keeps a few vectors per layer, never the activations.
    /// </summary>
    /// <exception cref="InvalidOptionsException">Options out of range.</exception>
    public static ComponentShares Shares(IActivationSource source, ComponentOptions options, IProgress<ComponentProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        int[] examples = Examples(source, options);
        var layers = source.Layers.Select((_, i) => new SubspaceIteration(options.Vectors, options.Seed, i)).ToArray();
        try
        {
            int passes = 0;
            while (passes < options.MaxPasses)
            {
                int[] open = [.. Enumerable.Range(0, layers.Length).Where(i => !layers[i].Done)];
                if (open.Length == 0) break;
                for (int first = 0; first < examples.Length; first += options.Batch)
                {
                    stop.ThrowIfCancellationRequested();
                    source.Visit(examples.AsSpan(first, Math.Min(options.Batch, examples.Length - first)), open, (layer, output) => layers[layer].Add(output));
                }
                foreach (int layer in open) layers[layer].EndPass(options.Tolerance);
                passes++;
                progress?.Report(new(passes, layers.Count(l => l.Done), layers.Length));
            }
            string[] unsettled = [.. source.Layers.Where((_, i) => !layers[i].Done).Select(l => l.Name)];
            return new()
            {
                Layers = source.Layers,
                Shares = [.. layers.Select(l => l.Problem is null ? Math.Min(1, l.Leading / l.Total) : double.NaN)],
                Variance = [.. layers.Select(l => l.Problem is null ? l.Total / (examples.Length - 1) : double.NaN)],
                Undefined = [.. source.Layers.Where((_, i) => layers[i].Problem is not null).Select(l => new UndefinedLayer(source.Name, l.Name, layers[l.Index].Problem!))],
                Examples = examples.Length,
                Passes = passes,
                Warnings = unsettled.Length == 0 ? [] : [$"λ₁ had not settled after {passes} passes in {unsettled.Length} layers, such as {unsettled[0]}; it is a little too small there"],
            };
        }
        finally
        {
            foreach (SubspaceIteration layer in layers) layer.Dispose();
        }
    }

    private static int[] Examples(IActivationSource source, ComponentOptions options)
    {
        int count = source.ExampleCount;
        if (count < 2) throw new StrataException($"{source.Name}: {count} examples have no variance");
        if (options.MaxExamples is not { } most || most >= count) return [.. Enumerable.Range(0, count)];
        return source.Labels is { } labels
            ? Subsets.ClassBalanced(labels, most, options.Seed)
            : [.. new RandomSequence(options.Seed, "compared examples").Permutation(count).Take(most).Order()];
    }
}
