namespace Strata.Analysis.Populations;

/// <summary>
/// An example about which two populations differ: chosen on the first half of the models, its accuracies those of the second half, which
/// the choice knows nothing of.
/// </summary>
/// <param name="Index">Of the test example.</param>
/// <param name="ChosenA">Percent of A's first half that is right.</param>
/// <param name="ChosenB">Percent of B's first half.</param>
/// <param name="AccuracyA">Percent of A's second half.</param>
/// <param name="AccuracyB">Percent of B's second half.</param>
public sealed record DifferentExample(int Index, int Label, double ChosenA, double ChosenB, double AccuracyA, double AccuracyB)
{
    /// <summary>The examples where one population is furthest ahead; fewer where it is ahead nowhere else.</summary>
    /// <param name="sign">1: where A is ahead; −1: where B is.</param>
    internal static IReadOnlyList<DifferentExample> Furthest(Correctness a, Correctness b, int[] labels, int count, int sign)
    {
        Correctness a1 = a.FirstHalf, a2 = a.SecondHalf, b1 = b.FirstHalf, b2 = b.SecondHalf;
        double[] chosenA = a1.ExampleAccuracies, chosenB = b1.ExampleAccuracies, accuracyA = a2.ExampleAccuracies,
            accuracyB = b2.ExampleAccuracies;
        return
        [
            .. Enumerable.Range(0, labels.Length).Where(e => sign * (chosenA[e] - chosenB[e]) > 1e-9)
                .OrderByDescending(e => sign * (chosenA[e] - chosenB[e])).ThenBy(e => e).Take(count)
                .Select(e => new DifferentExample(e, labels[e], chosenA[e], chosenB[e], accuracyA[e], accuracyB[e])),
        ];
    }
}
