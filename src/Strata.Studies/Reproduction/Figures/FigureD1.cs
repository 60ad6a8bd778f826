using Strata.Analysis.Statistics;
using Strata.Report;
using Strata.Studies.Reproduction.Rules;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class FigureD1 : PublishedFigure
{
    /// <summary>Shared layers over all layers of two blocks, from which they are in the same place.</summary>
    private const double SamePlace = .9;

    public override string Id => "figure-d1";
    public override string Shows => "the block in five seeds";
    public override string Claim => "Size and place of the block vary with the seed; its presence does not, in large enough networks.";
    public override string Published => "CIFAR-10: every one of five seeds shows a block, each of another size and place (figure D.1).";

    public override string Rule => "Presence agrees where more seeds have a block than a coin would give with p < .05, and disagrees "
        + "where fewer have. Place agrees where the 95 % interval of the overlap of two blocks, their shared layers over all of theirs, "
        + $"lies below {SamePlace}, and disagrees where it lies above.";

    internal override Study Measure(Scale scale) => PaperRecipe.Cifar10(scale) with
    {
        Models = [ResNets(scale.Of<int[]>([38], [38], [110]), [scale.Of(1, 2, 1)], 5)],
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
    {
        Network[] judged = [.. evidence.Networks.Where(network => network.HasBlock is not null)];
        int configurations = judged.Select(network => network.Configuration).Distinct().Count();
        yield return Judgement.Most("presence", evidence.WithBlock.Count, judged.Length,
            $"{evidence.WithBlock.Count} of {judged.Length} seeds have a block"
            + (configurations > 1 ? $", of {configurations} configurations together" : ""));
        // Layers of other networks are others.
        yield return Place([.. evidence.WithBlock.GroupBy(network => network.Configuration).Where(same => same.Count() > 1)
            .SelectMany(same => Overlaps([.. same.Select(network => network.Window!.Value)]))]);
    }

    /// <summary>Of each block with the others, in the mean.</summary>
    private static IEnumerable<double> Overlaps((int First, int Last)[] blocks)
        => blocks.Select((block, i) => blocks.Where((_, j) => j != i).Average(other => Overlap(block, other)));

    private static ClaimFinding Place(double[] overlaps)
    {
        // The mean over pairs: by its projection (W. Hoeffding 1948) its error is twice that of as many independent values.
        var interval = MeanInterval.Of(overlaps);
        if (interval.Low is not { } low || interval.High is not { } high)
            return new("place", ClaimVerdict.CannotTell, $"{overlaps.Length} blocks with another of the same "
                + $"configuration, of which an interval takes {MeanInterval.Fewest}.");
        (double from, double to) = (Math.Max(0, interval.Mean - 2 * (interval.Mean - low)),
            Math.Min(1, interval.Mean + 2 * (high - interval.Mean)));
        return new("place", to < SamePlace ? ClaimVerdict.Agrees : from > SamePlace ? ClaimVerdict.Disagrees : ClaimVerdict.CannotTell,
            $"Two blocks share {100 * interval.Mean:0} % of their layers (95 % interval {100 * from:0} to {100 * to:0} %; "
            + $"{overlaps.Length} networks with a block).");
    }

    private static double Overlap((int First, int Last) a, (int First, int Last) b)
    {
        int shared = Math.Max(0, Math.Min(a.Last, b.Last) - Math.Max(a.First, b.First) + 1);
        return (double)shared / (a.Last - a.First + 1 + b.Last - b.First + 1 - shared);
    }
}
