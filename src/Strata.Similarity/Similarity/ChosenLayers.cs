using Strata.Activations;
using Strata.Models;

namespace Strata.Similarity;

/// <summary>
/// A source with some of its layers, as <see cref="LayerSelection"/> chooses them: for analyses that take every layer of a source.
/// </summary>
public sealed class ChosenLayers : SourceView
{
    private readonly int[] _chosen;

    /// <param name="source">The caller's to dispose of.</param>
    /// <param name="layers">As <see cref="ComparisonOptions.Layers"/>.</param>
    /// <exception cref="Runtime.InvalidOptionsException">Nothing matches.</exception>
    public ChosenLayers(IActivationSource source, string layers) : base(source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _chosen = LayerSelection.Select(source.Layers, layers);
        Layers = [.. _chosen.Select((layer, index) => source.Layers[layer] with { Index = index })];
    }

    public override IReadOnlyList<LayerInfo> Layers { get; }

    public override double Roundoff(int layer) => Source.Roundoff(_chosen[layer]);

    /// <summary>Null too where the other layer is not chosen.</summary>
    public override ChannelScaling? ScalingOf(int layer)
        => Source.ScalingOf(_chosen[layer]) is { } scaling && Array.IndexOf(_chosen, scaling.Layer) is >= 0 and var other
            ? scaling with { Layer = other } : null;

    public override void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, LayerOutput> visit)
        => Source.Visit(examples, [.. wanted.Select(layer => _chosen[layer])],
            (layer, output) => visit(Array.BinarySearch(_chosen, layer), output));
}
