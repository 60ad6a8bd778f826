namespace Strata.Analysis.Populations;

/// <summary>A group of classes, such as animals, in a comparison of populations.</summary>
/// <param name="Welch">Welch's over all models; null without examples.</param>
/// <param name="PHolmSidak">Corrected for all groups that could be tested.</param>
/// <param name="Selected">Whether p &lt; .05 on the first half of the models alone.</param>
/// <param name="SecondHalf">For a selected group, the test on the second half of the models, which the selection knows nothing of.</param>
/// <param name="SecondHalfHolmSidak">Corrected for all selected groups.</param>
/// <param name="Reason">Why there is no test; null where there is.</param>
public sealed record GroupTest(
    string Name, IReadOnlyList<int> Classes, int Examples, WelchTest? Welch, double? PHolmSidak, bool Selected, WelchTest? SecondHalf,
    double? SecondHalfHolmSidak, string? Reason)
{
    internal static IReadOnlyList<GroupTest> All(Correctness a, Correctness b, IReadOnlyList<int[]> examplesOf, ClassGroups groups)
    {
        int[][] members = [.. groups.Groups.Select(group => group.Classes.SelectMany(c => c < examplesOf.Count ? examplesOf[c] : [])
            .ToArray())];
        Correctness a1 = a.FirstHalf, b1 = b.FirstHalf, a2 = a.SecondHalf, b2 = b.SecondHalf;
        WelchTest?[] tests = [.. members.Select(m => Test(a, b, m))];
        bool[] selected = [.. members.Select(m => Test(a1, b1, m)?.P < ClassSummary.Level)];
        WelchTest?[] later = [.. members.Select((m, i) => selected[i] ? Test(a2, b2, m) : null)];
        double?[] adjusted = HolmSidak.Adjust([.. tests.Select(t => t?.P)]), adjustedLater = HolmSidak.Adjust([.. later.Select(t => t?.P)]);
        return
        [
            .. groups.Groups.Select((group, i) => new GroupTest(group.Name, group.Classes, members[i].Length, tests[i], adjusted[i],
                selected[i], later[i], adjustedLater[i],
                members[i].Length == 0 ? "no test example is of one of its classes" : tests[i]!.Reason)),
        ];
    }

    private static WelchTest? Test(Correctness a, Correctness b, int[] examples)
        => examples.Length == 0 ? null : WelchTest.Of(a.ModelAccuracies(examples), b.ModelAccuracies(examples));
}
