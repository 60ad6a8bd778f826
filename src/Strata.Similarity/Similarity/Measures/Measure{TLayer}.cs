namespace Strata.Similarity.Measures;

/// <summary>What a measure has to say: what it takes from a layer, and how two of these compare.</summary>
/// <typeparam name="TLayer">What it takes from a layer.</typeparam>
public abstract class Measure<TLayer> : Measure where TLayer : MeasuredLayer
{
    public sealed override MeasuredLayer Reduce(Representation layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Problem(layer) is { } problem ? new UndefinedMeasuredLayer(problem) : Take(layer);
    }

    public sealed override MeasureValue Between(MeasuredLayer a, MeasuredLayer b)
    {
        if (a is UndefinedMeasuredLayer first) return MeasureValue.Undefined($"X is {first.Problem}");
        if (b is UndefinedMeasuredLayer second) return MeasureValue.Undefined($"Y is {second.Problem}");
        var (x, y) = ((TLayer)a, (TLayer)b);
        return Problem(x, y) is { } problem ? MeasureValue.Undefined(problem)
            : MeasureValue.Of(Math.Clamp(Value(x, y), Traits.Least, Traits.Most));
    }

    /// <summary>Why a layer has no value, as the end of "the layer is"; null where it has.</summary>
    protected virtual string? Problem(Representation layer) => layer.Problem;

    /// <summary>Why two layers have no value; null where they have.</summary>
    protected virtual string? Problem(TLayer a, TLayer b) => null;

    /// <param name="layer">One without a problem.</param>
    protected abstract TLayer Take(Representation layer);

    /// <summary>A finite number; what rounding puts outside the range of the traits is put back.</summary>
    protected abstract double Value(TLayer a, TLayer b);
}
