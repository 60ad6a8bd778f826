using Strata.Analysis.Statistics;
using Strata.Report;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class FigureD8 : PublishedFigure
{
    /// <summary>A ReLU that is closed for less, or open for less, lets its input through unchanged, or nothing.</summary>
    private const double Least = .05;

    public override string Id => "figure-d8";
    public override string Shows => "how many outputs of each ReLU are zero";
    public override string Claim => "Layers of the block are not linear: their ReLUs set a good part of their outputs to zero.";
    public override string Published => "CIFAR-10: ReLUs inside the block are neither always open nor always closed (figure D.8).";

    public override string Rule => "It agrees where the 95 % interval of the mean share of zeros behind the block's ReLUs, over "
        + $"networks, lies between {Least} and {1 - Least}, and disagrees where it lies outside.";

    internal override Study Measure(Scale scale) => PaperRecipe.Cifar10(scale) with
    {
        Models = [ResNets(scale.Of<int[]>([38], [38], [38, 110, 164]), scale.Of<double[]>([1], [2], [1]), scale.Of(5, 5, 10)),
            .. scale == Scale.Paper ? [ResNets([38], [8, 10], 10)] : Array.Empty<StudyModel>()],
        Analyses = [Study.Blocks, Study.Components, Study.Sparsities],
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
    {
        double[] zeros = [.. evidence.WithBlock.Select(network => network.Column("zeros") is { } column
            ? column.Where((share, layer) => double.IsFinite(share) && network.Holds(layer)).DefaultIfEmpty(double.NaN).Average()
            : double.NaN).Where(double.IsFinite)];
        var interval = MeanInterval.Of(zeros);
        yield return interval.Low is not { } low || interval.High is not { } high
            ? new("zeros", ClaimVerdict.CannotTell,
                $"{zeros.Length} networks with a block, of which an interval takes {MeanInterval.Fewest}.")
            : new("zeros", low > Least && high < 1 - Least ? ClaimVerdict.Agrees : high < Least || low > 1 - Least ? ClaimVerdict.Disagrees
                : ClaimVerdict.CannotTell,
                $"Of the outputs of the block's ReLUs {100 * interval.Mean:0} % are zero (95 % interval {100 * low:0} to {100 * high:0} %; "
                + $"{zeros.Length} networks with a block).");
    }
}
