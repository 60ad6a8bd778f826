using Strata.Activations;
using Strata.Models;
using TorchSharp;

namespace Strata.Studies.Running;

/// <summary>A source under the name of its artifact instead of that of its weights file, for messages and reasons.</summary>
internal sealed class NamedSource(string name, IActivationSource source) : IActivationSource
{
    public string Name { get; } = name;

    public IReadOnlyList<LayerInfo> Layers => source.Layers;

    public int ExampleCount => source.ExampleCount;

    public IReadOnlyList<int>? Labels => source.Labels;

    public string? ExamplesHash => source.ExamplesHash;

    public ChannelScaling? ScalingOf(int layer) => source.ScalingOf(layer);

    public void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, torch.Tensor> visit) => source.Visit(examples, wanted, visit);

    public void Dispose() => source.Dispose();
}
