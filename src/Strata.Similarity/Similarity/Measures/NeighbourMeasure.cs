using System.Globalization;
using Strata.Runtime;

namespace Strata.Similarity.Measures;

/// <summary>A measure of whether examples have the same nearest neighbours by cosine in both layers.</summary>
/// <typeparam name="TLayer">What it takes from a layer.</typeparam>
public abstract class NeighbourMeasure<TLayer> : Measure<TLayer> where TLayer : MeasuredLayer
{
    private const int Usual = 10;

    private protected NeighbourMeasure() { }

    /// <summary>How many neighbours of an example are looked at.</summary>
    protected int Count { get; init; } = Usual;

    public override MeasureTraits Traits { get; } = new(0, 1, Invariances.Permutation | Invariances.Scaling | Invariances.Orthogonal);

    public override string Text => Count == Usual ? Name : $"{Name}:{Count}";

    public override Measure WithArgument(string argument)
        => int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= 10_000
            ? Of(count)
            : throw new InvalidOptionsException($"measure: {Name}:{Foreign.Words(argument)} has no number of neighbours from 1 to 10000");

    protected override string? Problem(Representation layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return base.Problem(layer)
            ?? (layer.Examples <= Count ? $"of {layer.Examples} examples, which have no {Count} neighbours each"
                : layer.Features == 1 ? "one number for each example: by cosine, all examples of its sign are equally near" : null);
    }

    /// <summary>The measure with so many neighbours.</summary>
    private protected abstract Measure Of(int count);
}
