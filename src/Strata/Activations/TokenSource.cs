using Strata.Models;
using TorchSharp;

namespace Strata.Activations;

/// <summary>
/// A source whose layers of tokens, [tokens, features], are seen by one of them or by their mean; others are as they are.
/// </summary>
/// <param name="source">The caller's to dispose of.</param>
public sealed class TokenSource(IActivationSource source, TokenChoice choice) : IActivationSource
{
    public string Name => source.Name;

    public IReadOnlyList<LayerInfo> Layers { get; } =
        [.. source.Layers.Select(layer => IsTokens(layer, choice) ? layer with { Shape = layer.Shape[1..] } : layer)];

    public int ExampleCount => source.ExampleCount;

    public IReadOnlyList<int>? Labels => source.Labels;

    public string? ExamplesHash => source.ExamplesHash;

    public ChannelScaling? ScalingOf(int layer) => source.ScalingOf(layer);

    public double Roundoff(int layer) => source.Roundoff(layer);

    public void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, torch.Tensor> visit)
        => source.Visit(examples, wanted, (layer, output) =>
        {
            if (!IsTokens(source.Layers[layer], choice))
            {
                visit(layer, output);
                return;
            }
            using torch.Tensor seen = choice == TokenChoice.Class ? output.select(1, 0) : output.mean([1]);
            visit(layer, seen);
        });

    public void Dispose() { }

    private static bool IsTokens(LayerInfo layer, TokenChoice choice) => choice != TokenChoice.Flatten && layer.Shape.Length == 2;
}
