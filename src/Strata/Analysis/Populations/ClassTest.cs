namespace Strata.Analysis.Populations;

/// <summary>One class of a comparison of populations.</summary>
/// <param name="Examples">Test examples of the class.</param>
/// <param name="Welch">Welch's, over the models' accuracies on them; null without examples.</param>
/// <param name="PHolmSidak">Corrected for all classes that could be tested.</param>
public sealed record ClassTest(int Class, int Examples, WelchTest? Welch, double? PHolmSidak)
{
    internal static IReadOnlyList<ClassTest> All(Correctness a, Correctness b, IReadOnlyList<int[]> examplesOf)
    {
        WelchTest?[] tests = [.. examplesOf.Select(examples => examples.Length == 0 ? null
            : WelchTest.Of(a.ModelAccuracies(examples), b.ModelAccuracies(examples)))];
        double?[] adjusted = HolmSidak.Adjust([.. tests.Select(test => test?.P)]);
        return [.. tests.Index().Select(test => new ClassTest(test.Index, examplesOf[test.Index].Length, test.Item, adjusted[test.Index]))];
    }
}
