using System.Numerics;
using Strata.Models;

namespace Strata.Activations;

/// <summary>
/// A source whose layers of tokens, [tokens, features], are seen by one of them or by their mean; others are as they are.
/// </summary>
/// <param name="source">The caller's to dispose of.</param>
public sealed class TokenSource(IActivationSource source, TokenChoice choice) : SourceView(source)
{
    private readonly TokenChoice _choice = choice;

    public override IReadOnlyList<LayerInfo> Layers { get; } =
        [.. source.Layers.Select(layer => IsTokens(layer, choice) ? layer with { Shape = layer.Shape[1..] } : layer)];

    public override void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, LayerOutput> visit)
        => Source.Visit(examples, wanted, (layer, output) =>
        {
            if (!IsTokens(Source.Layers[layer], _choice))
            {
                visit(layer, output);
                return;
            }
            int[] shape = [output.Examples, output.Shape[2]];
            if (output.IsDouble) visit(layer, new(Seen(output.Doubles, output.Shape), shape));
            else visit(layer, new(Seen(output.Singles, output.Shape), shape));
        });

    /// <param name="tokens">[examples, tokens, features].</param>
    /// <returns>[examples, features].</returns>
    private T[] Seen<T>(ReadOnlySpan<T> tokens, ReadOnlySpan<int> shape) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int examples, int count, int features) = (shape[0], shape[1], shape[2]);
        var seen = new T[examples * features];
        double[] sums = new double[features];
        for (int i = 0; i < examples; i++)
        {
            ReadOnlySpan<T> example = tokens.Slice(i * count * features, count * features);
            Span<T> row = seen.AsSpan(i * features, features);
            if (_choice == TokenChoice.Class)
            {
                example[..features].CopyTo(row);
                continue;
            }
            Array.Clear(sums);
            for (int token = 0; token < count; token++)
                for (int j = 0; j < features; j++) sums[j] += double.CreateTruncating(example[token * features + j]);
            for (int j = 0; j < features; j++) row[j] = T.CreateTruncating(sums[j] / count);
        }
        return seen;
    }

    /// <summary>Said where no layer that is compared has tokens, so that the choice changes nothing.</summary>
    internal static string? Warning(IReadOnlyList<IActivationSource> sources, Func<IReadOnlyList<LayerInfo>, int[]> chosen)
        => sources.Count > 0 && sources.All(source => source is TokenSource view
            && !chosen(view.Source.Layers).Any(layer => IsTokens(view.Source.Layers[layer], view._choice)))
            ? "no layer that is compared has tokens, [tokens, features]: choosing among them changes nothing" : null;

    private static bool IsTokens(LayerInfo layer, TokenChoice choice) => choice != TokenChoice.Flatten && layer.Shape.Length == 2;
}
