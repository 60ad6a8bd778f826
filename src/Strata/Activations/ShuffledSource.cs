using Strata.Models;
using Strata.Runtime;
using TorchSharp;

namespace Strata.Activations;

/// <summary>
/// A source that shows the examples of every visit in another order than asked: the row-shuffle null of a comparison with it. What a batch holds stays; who belongs to whom does not.
/// </summary>
/// <param name="source">The caller's to dispose of.</param>
/// <param name="seed">Fixes the order of every visit, which are counted.</param>
public sealed class ShuffledSource(IActivationSource source, long seed) : IActivationSource
{
    private long _visits;

    public string Name => $"{source.Name}, rows shuffled";

    public IReadOnlyList<LayerInfo> Layers => source.Layers;

    public int ExampleCount => source.ExampleCount;

    public IReadOnlyList<int>? Labels => source.Labels;

    public string? ExamplesHash => source.ExamplesHash;

    public ChannelScaling? ScalingOf(int layer) => source.ScalingOf(layer);

    public void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, torch.Tensor> visit)
    {
        int[] order = new RandomSequence(seed, "shuffled source", _visits++).Permutation(examples.Length), shuffled = new int[examples.Length];
        for (int i = 0; i < order.Length; i++) shuffled[i] = examples[order[i]];
        source.Visit(shuffled, wanted, visit);
    }

    public void Dispose() { }
}
