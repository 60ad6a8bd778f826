using Strata.Analysis.Populations;
using Strata.Analysis.Statistics;
using Strata.Report;
using Strata.Studies.Reproduction.Rules;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class FigureF4 : PublishedFigure
{
    public override string Id => "figure-f4";
    public override string Shows => "errors of one depth at many widths";
    public override string Claim => "The further two networks are apart in width, the more they differ about single examples.";
    public override string Published => "CIFAR-10: differences between populations of ResNet-26 grow with the ratio of their widths, "
        + "from 1x to 8x (appendix F).";

    public override string Rule => "Of every two populations, the variance of the difference of example accuracies beyond chance is set "
        + "against the logarithm of the ratio of widths. It agrees where these correlate with p < .05 when widths are dealt anew to the "
        + "populations (N. Mantel 1967), and disagrees where they correlate the other way.";

    internal override Study Measure(Scale scale) => PaperRecipe.Populations(scale) with
    {
        Models = [ResNets([scale.Of(14, 14, 26)],
            scale.Of<double[]>([0.5, 0.75, 1, 1.5, 2], [0.5, 0.7, 1, 1.4, 2], [1, 1.4, 1.7, 2.2, 2.4, 3, 4, 8]), scale.Of(10, 10, 200))],
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
    {
        (double A, double B, double Beyond)[] pairs = [.. evidence.Errors.Select(errors => (evidence.Model(errors.ModelA).Width,
            evidence.Model(errors.ModelB).Width, Beyond(errors.Comparison.Examples)))];
        double[] widths = [.. pairs.SelectMany(pair => new[] { pair.A, pair.B }).Distinct().Order()];
        if (widths.Length < MantelTest.Fewest || pairs.Length != widths.Length * (widths.Length - 1) / 2)
        {
            yield return new("distance", ClaimVerdict.CannotTell,
                $"{widths.Length} widths, of which {MantelTest.Fewest} or more are needed, each compared with each.");
            yield break;
        }
        double[,] apart = new double[widths.Length, widths.Length], beyond = new double[widths.Length, widths.Length];
        foreach ((double a, double b, double value) in pairs)
        {
            (int i, int j) = (Array.IndexOf(widths, a), Array.IndexOf(widths, b));
            apart[i, j] = apart[j, i] = Math.Abs(Math.Log(a / b));
            beyond[i, j] = beyond[j, i] = value;
        }
        var test = MantelTest.Of(apart, beyond);
        yield return new("distance", test.PRising < Judgement.Level ? ClaimVerdict.Agrees
            : test.PFalling < Judgement.Level ? ClaimVerdict.Disagrees : ClaimVerdict.CannotTell,
            $"Ratio of widths and variance beyond chance correlate by {test.Correlation:0.00} over {pairs.Length} pairs of {widths.Length} "
            + $"widths (permutation p {Judgement.P(test.PRising)}).");
    }

    /// <summary>Variance of the difference of accuracies that the models' sampling does not give, in square points.</summary>
    private static double Beyond(ExampleSummary examples) => examples.Sd * examples.Sd - examples.BinomialSd * examples.BinomialSd;
}
