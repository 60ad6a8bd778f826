namespace Strata.Similarity.Measures;

/// <summary>The class that a network says each example is of.</summary>
/// <param name="Count">How many classes there are.</param>
/// <param name="Classes">[examples].</param>
public sealed record PredictedClasses(int Count, int[] Classes) : MeasuredLayer
{
    internal static PredictedClasses Of(Representation outputs) => new(outputs.Features, outputs.Classes());

    internal double Agreement(PredictedClasses other)
        => Classes.Where((predicted, i) => predicted == other.Classes[i]).Count() / (double)Classes.Length;

    internal string? Problem(PredictedClasses other)
        => Count == other.Count ? null : $"X has {Count} classes and Y {other.Count}, expected the same";

    public override PredictedClasses Permuted(int[] order) => this with { Classes = [.. order.Select(i => Classes[i])] };
}
