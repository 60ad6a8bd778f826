namespace Strata.Similarity.Measures;

/// <summary>How much more often two networks agree than their frequencies of classes alone would have it.</summary>
public sealed class Kappa : OutputMeasure<PredictedClasses>
{
    public override string Name => "kappa";

    public override string Says
        => "Of two networks' outputs: their agreement beyond chance, (p − e)/(1 − e) with e from how often each names each class "
            + "(Cohen 1960).";

    public override MeasureTraits Traits { get; } = new(-1, 1, Invariances.Scaling) { IsOfOutputs = true };

    protected override string? Problem(PredictedClasses a, PredictedClasses b)
        => a.Problem(b) ?? (Chance(a, b) < 1 ? null : $"both put all examples into class {a.Classes[0]}");

    protected override PredictedClasses Take(Representation layer) => PredictedClasses.Of(layer);

    protected override double Value(PredictedClasses a, PredictedClasses b)
    {
        double chance = Chance(a, b);
        return (a.Agreement(b) - chance) / (1 - chance);
    }

    private static double Chance(PredictedClasses a, PredictedClasses b)
    {
        long[] ofA = new long[a.Count], ofB = new long[a.Count];
        foreach (int predicted in a.Classes) ofA[predicted]++;
        foreach (int predicted in b.Classes) ofB[predicted]++;
        return ofA.Zip(ofB, (x, y) => x * y).Sum() / ((double)a.Classes.Length * a.Classes.Length);
    }
}
