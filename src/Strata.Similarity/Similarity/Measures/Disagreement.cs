namespace Strata.Similarity.Measures;

/// <summary>How often two networks say different things.</summary>
public sealed class Disagreement : OutputMeasure<PredictedClasses>
{
    public override string Name => "disagreement";

    public override string Says => "Of two networks' outputs: the share of examples that they put into different classes.";

    public override MeasureTraits Traits { get; } = new(0, 1, Invariances.Scaling)
    {
        IsDistance = true,
        IsMetric = true,
        IsOfOutputs = true,
        IsUnbiasedInBatches = true,
    };

    protected override string? Problem(PredictedClasses a, PredictedClasses b) => a.Problem(b);

    protected override PredictedClasses Take(Representation layer) => PredictedClasses.Of(layer);

    protected override double Value(PredictedClasses a, PredictedClasses b) => 1 - a.Agreement(b);
}
