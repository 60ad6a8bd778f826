using Strata.Activations;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Similarity.Measures;

/// <summary>Layers of one model or two, each reduced by a measure that sees all examples at once.</summary>
/// <param name="Sources">One or two, over the same examples.</param>
/// <param name="Chosen">Indices of the layers of each.</param>
/// <param name="Examples">Indices, ascending.</param>
/// <param name="Layers">What the measure took from them.</param>
internal sealed record MeasuredModels(IActivationSource[] Sources, int[][] Chosen, int[] Examples, MeasuredLayer[][] Layers)
{
    /// <param name="b">Null: a model and itself.</param>
    /// <param name="usual">How many examples are taken where the options do not say.</param>
    /// <param name="begin">Told how many layers there are.</param>
    /// <param name="step">Called after each layer.</param>
    /// <exception cref="InvalidOptionsException">Options out of range, a measure of outputs, or more than memory holds.</exception>
    /// <exception cref="StrataException">The sources hold different examples.</exception>
    public static MeasuredModels Of(IActivationSource a, IActivationSource? b, Measure measure, ComparisonOptions options, int usual,
        Action<int[][]> begin, Action step, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (measure.Traits.IsOfOutputs)
        {
            throw new InvalidOptionsException(
                $"measure: {measure.Name} compares outputs, not layers; strata similarity takes them as arrays");
        }
        IActivationSource[] sources = [.. new[] { a, b }.OfType<IActivationSource>()];
        if (options.Tokens != TokenChoice.Flatten) sources = [.. sources.Select(source => new TokenSource(source, options.Tokens))];
        ComparedExamples.RequireSame(sources);
        int[] examples = ComparedExamples.Choose(sources[0], options.MaxExamples ?? usual, options.Seed);
        int[][] chosen = [.. sources.Select(source => LayerSelection.Select(source.Layers, options.Layers))];
        CheckMemory([.. sources.Zip(chosen, (source, layers) => layers.Select(layer => source.Layers[layer].Features))
            .SelectMany(features => features)], examples.Length);
        begin(chosen);
        return new(sources, chosen, examples,
            [.. sources.Select((source, s) => MeasuredLayers.Of(source, chosen[s], examples, measure, step, stop))]);
    }

    /// <summary>The layers of a source, numbered as they were chosen.</summary>
    public LayerInfo[] Shown(int s) => [.. Chosen[s].Select((layer, i) => Sources[s].Layers[layer] with { Index = i })];

    /// <summary>Why layers have no value even with themselves.</summary>
    public UndefinedLayer[] Undefined(Measure measure) =>
    [
        .. from s in Enumerable.Range(0, Sources.Length)
           from layer in Shown(s)
           let reason = Problem(measure, Layers[s][layer.Index])
           where reason is not null
           select new UndefinedLayer(Sources[s].Name, layer.Name, reason),
    ];

    /// <summary>[1, examples].</summary>
    public int[,] Order()
    {
        int[,] order = new int[1, Examples.Length];
        for (int i = 0; i < Examples.Length; i++) order[0, i] = Examples[i];
        return order;
    }

    /// <summary>That more examples are there to be had, and that options did nothing.</summary>
    public IEnumerable<string> Warnings(ComparisonOptions options)
    {
        if (Examples.Length < Sources[0].ExampleCount && options.MaxExamples is null)
            yield return $"{Examples.Length} of {Sources[0].ExampleCount} examples; maxExamples takes more";
        if (TokenSource.Warning(Sources, layers => LayerSelection.Select(layers, options.Layers)) is { } idle) yield return idle;
    }

    private static string? Problem(Measure measure, MeasuredLayer layer)
        => layer is UndefinedMeasuredLayer undefined ? undefined.Problem : measure.Between(layer, layer).Reason;

    private static void CheckMemory(long[] features, int examples)
    {
        double bytes = MeasureComparison.Bytes(features, examples), available = MachineMemory.Bytes;
        if (bytes > 0.6 * available)
            throw new InvalidOptionsException(
                $"maxExamples: {features.Length} layers over {examples} examples take about {bytes / 1e9:0.0} GB, more than 60 % of the "
                + $"{available / 1e9:0.0} GB that this process may use; take fewer examples or layers");
    }
}
