using Strata.Analysis;
using Strata.Analysis.Statistics;
using Strata.Report;
using Strata.Studies.Reproduction.Rules;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class FigureD7 : PublishedFigure
{
    /// <summary>ReLUs in a map, below which it says nothing of them: of two there is one pair.</summary>
    private const int FewestRelus = 3;

    public override string Id => "figure-d7";
    public override string Shows => "similarity of the ReLU layers alone";
    public override string Claim => "The block structure is seen from the ReLU layers alone, in the same networks.";
    public override string Published => "CIFAR-10: maps of ReLU layers show the same blocks as maps of all layers (figure D.7).";

    public override string Rule => "Every network has a verdict from all of its layers and one from ReLUs and logits alone. It agrees "
        + "where the second goes with the first over networks with p < .05 by permutation, and disagrees where it goes against it.";

    internal override Study Measure(Scale scale) => new Figure1().Measure(scale);

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
    {
        (bool All, bool Relus)[] verdicts = [.. evidence.Networks.Where(network => network is { HasBlock: not null, Own.Shares: not null }
            && network.Own.Matrix.LayersA.Count(layer => layer.Kind == "relu") >= FewestRelus)
            .Select(network => (network.HasBlock == true, OfRelus(network.Own!)))];
        if (verdicts.Length == 0)
        {
            yield return new("same verdict", ClaimVerdict.CannotTell,
                $"No network was judged whose maps have {FewestRelus} ReLUs or more.");
            yield break;
        }
        yield return Judgement.Rising("same verdict",
            [.. verdicts.Select(verdict => new TrendPoint("", verdict.All ? 1 : 0, verdict.Relus ? 1 : 0))],
            $"ReLUs show a block in {verdicts.Count(v => v.All && v.Relus)} of {verdicts.Count(v => v.All)} networks that have one by all "
            + $"layers, and in {verdicts.Count(v => !v.All && v.Relus)} of {verdicts.Count(v => !v.All)} others");
    }

    private static bool OfRelus(LayerMap map)
    {
        int[] chosen = [.. map.Matrix.LayersA.Index().Where(layer => layer.Item.Kind is "relu" or "logits").Select(layer => layer.Index)];
        double[,] cells = new double[chosen.Length, chosen.Length];
        for (int i = 0; i < chosen.Length; i++)
            for (int j = 0; j < chosen.Length; j++) cells[i, j] = map.Matrix.Values[chosen[i], chosen[j]];
        return BlockStructure.Detect(cells, map.Block!.Thresholds with { HasInput = false },
            [.. chosen.Select(layer => map.Shares![layer])]).Verdict == BlockStructure.Present;
    }
}
