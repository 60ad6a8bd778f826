namespace Strata.Similarity.Measures;

/// <summary>A layer that a measure has no value for.</summary>
/// <param name="Problem">Why, as the end of "the layer is".</param>
public sealed record UndefinedMeasuredLayer(string Problem) : MeasuredLayer
{
    public override MeasuredLayer Permuted(int[] order) => this;
}
