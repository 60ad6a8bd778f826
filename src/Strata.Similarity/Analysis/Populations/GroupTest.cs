namespace Strata.Analysis.Populations;

/// <summary>A group of classes, such as animals, in a comparison of populations.</summary>
/// <param name="Welch">Welch's over all models; null without examples.</param>
/// <param name="PHolmSidak">Corrected for all groups that could be tested.</param>
/// <param name="Selected">Whether p &lt; .05 on the first half of the models alone.</param>
/// <param name="SecondHalf">For a selected group, the test on the second half of the models, which the selection knows nothing of.</param>
/// <param name="SecondHalfHolmSidak">Corrected for all selected groups.</param>
/// <param name="Reason">Why there is no test; null where there is.</param>
/// <param name="FirstHalf">For a selected group, the test that selected it; null in results of before it was kept.</param>
/// <param name="Halves">
/// Accuracies of the halves of both populations; null without examples, and in results of before they were kept.
/// </param>
public sealed record GroupTest(
    string Name, IReadOnlyList<int> Classes, int Examples, WelchTest? Welch, double? PHolmSidak, bool Selected, WelchTest? SecondHalf,
    double? SecondHalfHolmSidak, string? Reason, WelchTest? FirstHalf = null, HalfAccuracies? Halves = null)
{
    internal static IReadOnlyList<GroupTest> All(ClassCorrectness a, ClassCorrectness b, ClassGroups groups)
    {
        IReadOnlyList<ClassGroup> all = groups.Groups;
        ClassCorrectness a1 = a.FirstHalf, b1 = b.FirstHalf, a2 = a.SecondHalf, b2 = b.SecondHalf;
        WelchTest?[] tests = [.. all.Select(group => Test(a, b, group))];
        WelchTest?[] selecting = [.. all.Select(group => Test(a1, b1, group) is { } test && test.P < ClassSummary.Level ? test : null)],
            later = [.. all.Select((group, i) => selecting[i] is null ? null : Test(a2, b2, group))];
        double?[] adjusted = HolmSidak.Adjust([.. tests.Select(t => t?.P)]), adjustedLater = HolmSidak.Adjust([.. later.Select(t => t?.P)]);
        return
        [
            .. all.Select((group, i) => new GroupTest(group.Name, group.Classes, a.Count(group.Classes), tests[i], adjusted[i],
                selecting[i] is not null, later[i], adjustedLater[i],
                tests[i] is { } test ? test.Reason : "no test example is of one of its classes", selecting[i],
                HalfAccuracies.Of(a, b, group.Classes))),
        ];
    }

    private static WelchTest? Test(ClassCorrectness a, ClassCorrectness b, ClassGroup group)
        => a.Count(group.Classes) == 0 ? null : WelchTest.Of(a.ModelAccuracies(group.Classes), b.ModelAccuracies(group.Classes));
}
