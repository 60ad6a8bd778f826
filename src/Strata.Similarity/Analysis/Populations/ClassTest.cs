namespace Strata.Analysis.Populations;

/// <summary>One class of a comparison of populations.</summary>
/// <param name="Examples">Test examples of the class.</param>
/// <param name="Welch">Welch's, over the models' accuracies on them; null without examples.</param>
/// <param name="PHolmSidak">Corrected for all classes that could be tested.</param>
/// <param name="Halves">Accuracies of the halves of both populations; null without examples.</param>
public sealed record ClassTest(int Class, int Examples, WelchTest? Welch, double? PHolmSidak, HalfAccuracies? Halves)
{
    internal static IReadOnlyList<ClassTest> All(ClassCorrectness a, ClassCorrectness b)
    {
        WelchTest?[] tests = [.. a.Examples.Index().Select(c => c.Item == 0 ? null
            : WelchTest.Of(a.ModelAccuracies([c.Index]), b.ModelAccuracies([c.Index])))];
        double?[] adjusted = HolmSidak.Adjust([.. tests.Select(test => test?.P)]);
        return [.. tests.Index().Select(test => new ClassTest(test.Index, a.Examples[test.Index], test.Item, adjusted[test.Index],
            HalfAccuracies.Of(a, b, [test.Index])))];
    }
}
