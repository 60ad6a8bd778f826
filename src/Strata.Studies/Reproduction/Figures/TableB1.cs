using System.Globalization;
using Strata.Analysis.Statistics;
using Strata.Report;
using Strata.Studies.Reproduction.Rules;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

/// <param name="hundred">CIFAR-100 in place of CIFAR-10.</param>
internal sealed class TableB1(bool hundred = false) : PublishedFigure
{
    /// <summary>Percentage points that measured and published means may be apart on average, and from which they disagree.</summary>
    private const double Near = 1, Far = 2;

    /// <summary>Test accuracy in percent on CIFAR-10 and CIFAR-100, by depth and width (table B.1).</summary>
    private static readonly (int Depth, double Width, double Ten, double Hundred)[] s_published =
    [
        (32, 1, 93.5, 71.2), (44, 1, 94.0, 72.0), (56, 1, 94.2, 73.3), (110, 1, 94.3, 74.0), (164, 1, 94.4, 73.9), (14, 1, 92.0, 67.8),
        (14, 2, 94.1, 72.9), (14, 4, 95.4, 77.0), (14, 8, 95.9, 80.0), (14, 10, 96.0, 80.2), (20, 1, 92.8, 69.4), (20, 2, 94.6, 74.4),
        (20, 4, 95.4, 77.6), (20, 8, 96.0, 80.2), (20, 10, 95.8, 80.8), (26, 1, 93.3, 70.5), (26, 2, 94.9, 75.8), (26, 4, 95.6, 79.3),
        (26, 8, 95.9, 80.9), (26, 10, 95.8, 81.0), (38, 1, 93.8, 72.3), (38, 2, 95.1, 75.9), (38, 4, 95.5, 78.6), (38, 8, 95.7, 79.8),
        (38, 10, 95.7, 80.5),
    ];

    public override string Id => hundred ? "table-b1-cifar100" : "table-b1";
    public override string Name => hundred ? "Table B.1, CIFAR-100" : "Table B.1";
    public override string Shows => "test accuracy by depth and width";
    public override string Claim => "Wider and deeper networks are more accurate, in the order of the table.";
    public override string Images => hundred ? "CIFAR-100" : "CIFAR-10";

    public override string Published => $"{Images}: 14-1x {Accuracy(14, 1)} %, 38-1x {Accuracy(38, 1)} %, 164-1x {Accuracy(164, 1)} %, "
        + $"14-10x {Accuracy(14, 10)} %, 38-10x {Accuracy(38, 10)} %, and 20 more (table B.1).";

    public override string Rule => "The order agrees where mean accuracies rise with the published ones, over architectures, with p < "
        + ".05 by permutation, and disagrees where they fall. On all of the paper's images, seen for as many epochs, the values agree "
        + $"where they are within {Near} point of the published ones on average, and disagree from {Far} points on.";

    internal override Study Measure(Scale scale) => (hundred ? PaperRecipe.Cifar100(scale) : PaperRecipe.Cifar10(scale)) with
    {
        Models =
        [
            ResNets(scale.Of<int[]>([20, 26, 38], [20, 26, 38], [32, 44, 56, 110, 164]), [1], scale.Of(2, 3, 10)),
            ResNets(scale.Of<int[]>([14], [14], [14, 20, 26, 38]), scale.Of<double[]>([1, 2], [1, 2, 4], [1, 2, 4, 8, 10]),
                scale.Of(2, 3, 10)),
        ],
        Similarity = new() { Within = false },
        Analyses = [],
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
    {
        (string Architecture, double Published, double Measured)[] means = [.. from network in evidence.Networks
            where network.Model.TestAccuracy is not null
            group network by (network.Model.Depth, network.Model.Width) into same
            where s_published.Any(row => (row.Depth, row.Width) == same.Key)
            select (same.First().Architecture, PublishedOf(same.Key.Depth, same.Key.Width),
                100 * same.Average(network => network.Model.TestAccuracy!.Value))];
        if (means.Length < 2)
        {
            yield return new("order", ClaimVerdict.CannotTell, "Fewer than two of the table's architectures were trained.");
            yield break;
        }
        yield return Judgement.Rising("order", [.. means.Select(mean => new TrendPoint("", mean.Published, mean.Measured))],
            string.Join(", ", means.OrderBy(mean => mean.Published)
                .Select(mean => $"{mean.Architecture} {mean.Measured:0.0} % (published {mean.Published:0.0})")));
        if (!evidence.AllOfThePapersImages) yield break;
        double apart = means.Average(mean => Math.Abs(mean.Measured - mean.Published));
        yield return new("values", apart <= Near ? ClaimVerdict.Agrees : apart >= Far ? ClaimVerdict.Disagrees : ClaimVerdict.CannotTell,
            $"Measured and published means are {apart:0.00} points apart on average over {means.Length} architectures.");
    }

    private string Accuracy(int depth, double width) => PublishedOf(depth, width).ToString("0.0", CultureInfo.InvariantCulture);

    private double PublishedOf(int depth, double width)
    {
        var row = s_published.First(row => row.Depth == depth && row.Width == width);
        return hundred ? row.Hundred : row.Ten;
    }
}
