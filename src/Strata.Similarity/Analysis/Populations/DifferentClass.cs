namespace Strata.Analysis.Populations;

/// <summary>
/// A class about which two populations differ: chosen on the first half of the models, its accuracies those of the second half, which the
/// choice knows nothing of.
/// </summary>
/// <param name="ChosenA">Percent of the first half of A that is right, mean over the class's test examples.</param>
/// <param name="ChosenB">Of the first half of B.</param>
/// <param name="AccuracyA">Of the second half of A.</param>
/// <param name="AccuracyB">Of the second half of B.</param>
/// <param name="Examples">The class's test examples for which the first halves differ most in the same direction, by index.</param>
public sealed record DifferentClass(int Class, double ChosenA, double ChosenB, double AccuracyA, double AccuracyB,
    IReadOnlyList<int> Examples)
{
    /// <summary>Examples of a class that show what it is.</summary>
    private const int Shown = 4;

    /// <summary>The classes where one population is furthest ahead; fewer where it is ahead nowhere else.</summary>
    /// <param name="sign">1: where A is ahead; −1: where B is.</param>
    internal static IReadOnlyList<DifferentClass> Furthest(IReadOnlyList<ClassTest> classes, IReadOnlyList<int[]> examplesOf,
        Correctness firstA, Correctness firstB, int count, int sign)
    {
        double Ahead(HalfAccuracies halves) => sign * halves.Difference;
        double AheadOn(int e) => sign * ((double)firstA.Counts[e] / firstA.Models - (double)firstB.Counts[e] / firstB.Models);
        return
        [
            .. classes.Where(test => test.Halves is { } halves && Ahead(halves) > 1e-9)
                .OrderByDescending(test => Ahead(test.Halves!)).ThenBy(test => test.Class).Take(count)
                .Select(test => new DifferentClass(test.Class, test.Halves!.FirstA, test.Halves.FirstB, test.Halves.SecondA,
                    test.Halves.SecondB, [.. examplesOf[test.Class].OrderByDescending(AheadOn).ThenBy(e => e).Take(Shown)])),
        ];
    }
}
