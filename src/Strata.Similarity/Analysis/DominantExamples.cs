using Strata.Models;
using Strata.Similarity;

namespace Strata.Analysis;

/// <summary>
/// The examples that a layer's first principal component is about: those with a large projection on it. P2 finds that a few dominant
/// examples, which all layers of a block share, make the block structure.
/// </summary>
public sealed record DominantExamples
{
    /// <summary>
    /// The share of the examples that <see cref="InCommon"/> is about, and how many it is about at least, but never more than a quarter.
    /// </summary>
    private const double Foremost = 0.01, Fewest = 10;

    /// <summary>The layer whose component it is.</summary>
    public required LayerInfo Layer { get; init; }

    /// <summary>Its place among the layers whose components are known.</summary>
    public required int Place { get; init; }

    /// <summary>The component's share of the layer's variance, λ₁/Σλ.</summary>
    public required double Share { get; init; }

    /// <summary>[examples]: which, the one with the largest projection first, whatever its sign; of equals in their order.</summary>
    public required IReadOnlyList<int> Examples { get; init; }

    /// <summary>
    /// [examples], in the same order: the projections' magnitudes in units of their root mean square, so that the mean of their squares
    /// is 1.
    /// </summary>
    public required IReadOnlyList<double> Projections { get; init; }

    /// <summary>How many of the first examples <see cref="InCommon"/> is about.</summary>
    public required int Top { get; init; }

    /// <summary>
    /// [layers]: of the <see cref="Top"/> examples with the largest projections in each layer, the share that is among the first here;
    /// chance gives <see cref="Top"/> / examples. NaN where a layer has no component.
    /// </summary>
    public required IReadOnlyList<double> InCommon { get; init; }

    /// <summary>What the layer of the largest first component is ruled by.</summary>
    /// <param name="components">Of all layers.</param>
    /// <param name="window">
    /// First and last of the layers among which it is looked for, such as those of a block; null: all but the input.
    /// </param>
    /// <returns>Null where no layer has a component, being constant.</returns>
    /// <exception cref="ArgumentException">The window is none of the layers.</exception>
    public static DominantExamples? Of(LayerComponents components, (int First, int Last)? window = null)
    {
        ArgumentNullException.ThrowIfNull(components);
        int layers = components.Layers.Count;
        (int first, int last) = window ?? (0, layers - 1);
        if (first < 0 || last >= layers || first > last)
            throw new ArgumentException($"The window {first}–{last} is not within the {layers} layers.", nameof(window));
        int[] defined = [.. Enumerable.Range(first, last - first + 1)
            .Where(layer => double.IsFinite(components.Shares[layer]) && (window is not null || !components.Layers[layer].IsInput))];
        if (defined.Length == 0) return null;

        int place = defined.MaxBy(layer => components.Shares[layer]);
        int count = components.Examples.Count, top = Math.Min(Math.Max(1, count / 4), (int)Math.Max(Fewest, Math.Round(Foremost * count)));
        int[] order = Order(components, place);
        double unit = Math.Sqrt(Enumerable.Range(0, count).Average(i => components.Scores[place, i] * components.Scores[place, i]));
        HashSet<int> foremost = [.. order.Take(top)];
        return new()
        {
            Layer = components.Layers[place],
            Place = place,
            Share = components.Shares[place],
            Examples = [.. order.Select(i => components.Examples[i])],
            Projections = [.. order.Select(i => Math.Abs(components.Scores[place, i]) / unit)],
            Top = top,
            InCommon = [.. Enumerable.Range(0, layers).Select(layer => double.IsFinite(components.Shares[layer])
                ? (double)Order(components, layer).Take(top).Count(foremost.Contains) / top : double.NaN)],
        };
    }

    /// <summary>How many examples a share of them is: the nearest whole number, and one at least.</summary>
    public static int Count(double share, int examples) => Math.Max(1, (int)Math.Round(share * examples, MidpointRounding.AwayFromZero));

    /// <summary>What the first examples have of the component's variance.</summary>
    public double Weight(int examples) => Projections.Take(examples).Sum(p => p * p) / Projections.Count;

    private static int[] Order(LayerComponents components, int layer)
        => ExampleWeights.Heaviest([.. Enumerable.Range(0, components.Examples.Count).Select(i => Math.Abs(components.Scores[layer, i]))],
            components.Examples.Count);
}
