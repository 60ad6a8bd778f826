using System.Text.Json.Nodes;
using Strata.Models;

namespace Strata.Activations;

/// <summary>A source that shows another one in some other way; what a view does not change is the other's.</summary>
/// <param name="source">The caller's to dispose of.</param>
public abstract class SourceView(IActivationSource source) : IActivationSource
{
    protected IActivationSource Source => source;

    public virtual string Name => source.Name;

    public virtual IReadOnlyList<LayerInfo> Layers => source.Layers;

    public virtual int ExampleCount => source.ExampleCount;

    public virtual IReadOnlyList<int>? Labels => source.Labels;

    public virtual string? ExamplesHash => source.ExamplesHash;

    public JsonObject? Reading => source.Reading;

    public virtual ChannelScaling? ScalingOf(int layer) => source.ScalingOf(layer);

    public virtual double Roundoff(int layer) => source.Roundoff(layer);

    public abstract void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, LayerOutput> visit);

    public void Dispose() => GC.SuppressFinalize(this);
}
