using Strata.Analysis.Statistics;
using Strata.Report;
using Strata.Studies.Reproduction.Rules;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class FigureD5 : PublishedFigure
{
    public override string Id => "figure-d5";
    public override string Shows => "the first component's share of variance over depth and width";
    public override string Claim => "Networks with a large window of similar layers are those whose layers one component dominates.";

    public override string Published => "CIFAR-10: the first component explains most of the variance inside blocks, and little in networks "
        + "without one (appendix D).";

    public override string Rule => "Window and component are found apart: the longest window by CKA alone, the part of the layers whose "
        + "first component has half of the variance by components alone. It agrees where one grows with the other over networks with p "
        + "< .05 by permutation, and disagrees where it falls.";

    internal override Study Measure(Scale scale) => new Figure1().Measure(scale);

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
    {
        TrendPoint[] points = [.. from network in evidence.Networks
            where network.Own?.Block?.Components is not null
            let block = network.Own!.Block!
            select new TrendPoint("", block.Windows.Select(window => window.Share).DefaultIfEmpty(0).Max(), block.Components!.Share)];
        double[] shares = [.. points.OrderBy(point => point.X).Select(point => point.Y)];
        int half = shares.Length / 2;
        yield return Judgement.Rising("dominance", points,
            $"a component dominates {Mean(shares[half..])} of the layers in the half of the networks with the longer windows, "
            + $"{Mean(shares[..half])} in the other half");
    }

    private static string Mean(double[] shares) => shares.Length == 0 ? "–" : $"{100 * shares.Average():0} %";
}
