using Strata.Models;
using TorchSharp;

namespace Strata.Activations;

/// <summary>
/// A source whose layers of tokens, [tokens, features], are seen by one of them or by their mean; others are as they are.
/// </summary>
/// <param name="source">The caller's to dispose of.</param>
public sealed class TokenSource(IActivationSource source, TokenChoice choice) : SourceView(source)
{
    public override IReadOnlyList<LayerInfo> Layers { get; } =
        [.. source.Layers.Select(layer => IsTokens(layer, choice) ? layer with { Shape = layer.Shape[1..] } : layer)];

    public override void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, torch.Tensor> visit)
        => Source.Visit(examples, wanted, (layer, output) =>
        {
            if (!IsTokens(Source.Layers[layer], choice))
            {
                visit(layer, output);
                return;
            }
            using torch.Tensor seen = choice == TokenChoice.Class ? output.select(1, 0) : output.mean([1]);
            visit(layer, seen);
        });

    private static bool IsTokens(LayerInfo layer, TokenChoice choice) => choice != TokenChoice.Flatten && layer.Shape.Length == 2;
}
