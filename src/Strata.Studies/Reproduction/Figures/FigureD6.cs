using Strata.Analysis;
using Strata.Report;
using Strata.Studies.Reproduction.Rules;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class FigureD6 : PublishedFigure
{
    public override string Id => "figure-d6";
    public override string Shows => "similarity without the first component over depth and width";
    public override string Claim => "Without its first component, no network shows the block structure any more.";
    public override string Published => "CIFAR-10: over the grid of depths and widths the block goes with the component (figure D.6).";

    public override string Rule => "Of the networks with a block, it counts how many have no large window of similar layers once the "
        + "first component of each layer is taken off. It agrees where these are more than a coin would give with p < .05, and "
        + "disagrees where they are fewer.";

    internal override Study Measure(Scale scale) => new Figure1().Measure(scale) with
    {
        Analyses = [Study.Blocks, Study.Components, Study.WithoutComponents],
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
    {
        (Network Network, double[,] Without)[] compared = [.. evidence.WithBlock
            .Select(network => (network, network.Map("without-components"))).Where(pair => pair.Item2 is not null)
            .Select(pair => (pair.network, pair.Item2!))];
        int gone = compared.Count(pair => !BlockStructure.Detect(pair.Without, pair.Network.Own!.Block!.Thresholds).LargeWindow);
        yield return Judgement.Most("no large window left", gone, compared.Length,
            $"in {gone} of {compared.Length} networks with a block no large window is left");
    }
}
