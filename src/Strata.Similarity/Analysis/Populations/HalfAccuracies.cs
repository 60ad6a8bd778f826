namespace Strata.Analysis.Populations;

/// <summary>Percent right of the first and the second half of two populations' models.</summary>
public sealed record HalfAccuracies(double FirstA, double SecondA, double FirstB, double SecondB)
{
    /// <summary>[classes], null where a class has no test examples.</summary>
    internal static HalfAccuracies?[] OfClasses(ClassCorrectness a, ClassCorrectness b)
    {
        double?[] firstA = a.FirstHalf.ClassAccuracies, secondA = a.SecondHalf.ClassAccuracies, firstB = b.FirstHalf.ClassAccuracies,
            secondB = b.SecondHalf.ClassAccuracies;
        return [.. firstA.Select((x, c) => x is { } first
            ? new HalfAccuracies(first, secondA[c]!.Value, firstB[c]!.Value, secondB[c]!.Value) : null)];
    }
}
