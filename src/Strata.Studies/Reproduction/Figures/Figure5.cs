using Strata.Report;
using Strata.Studies.Reproduction.Rules;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class Figure5 : PublishedFigure
{
    public override string Id => "figure-5";
    public override string Shows => "accuracy when residual branches are deleted";
    public override string Claim => "Branches inside the block can be deleted at little cost; elsewhere deletions are fatal.";

    public override string Published => "CIFAR-10: deleting branches backwards within a stage leaves accuracy on a plateau where the block "
        + "is, and falls steeply elsewhere (§5, figure 5).";

    public override string Rule => "It agrees where the 95 % interval of the mean over networks with a block lies above 0, and disagrees "
        + "where it lies below: how many points of accuracy a deleted branch outside the block costs more than one inside. Branches are "
        + "deleted backwards within each stage, nothing is trained again.";

    internal override Study Measure(Scale scale) => PaperRecipe.Cifar10(scale) with
    {
        Models = [ResNets(scale.Of<int[]>([38], [38], [38, 110, 164]), scale.Of<double[]>([1], [2], [1]), scale.Of(5, 5, 10)),
            .. scale == Scale.Paper ? [ResNets([38], [10], 10)] : Array.Empty<StudyModel>()],
        Analyses = [Study.Blocks, Study.Components, Study.Collapse],
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
    {
        yield return Judgement.Above0("cost of a branch", [.. evidence.WithBlock.Select(Cost)],
            mean => $"a branch outside the block costs {mean} points more than one inside", "0.00");
    }

    private static double Cost(Network network)
    {
        if (network.Column("collapse") is not { } without || network.Exhibits.OfType<LayerCurve>()
            .FirstOrDefault(curve => curve.Lines.Any(line => line.Column == "collapse"))?.Reference is not { } whole) return double.NaN;
        (int Stage, int Layer, double Accuracy)[] branches = [.. network.Own!.Matrix.LayersA.Index()
            .Where(layer => double.IsFinite(without[layer.Index]) && layer.Item.Stage is not null)
            .Select(layer => (layer.Item.Stage!.Value, layer.Index, without[layer.Index]))];
        // What a branch costs once all later ones of its stage are gone.
        (bool Inside, double Points)[] costs = [.. branches.GroupBy(branch => branch.Stage).SelectMany(stage => stage.Zip(
            stage.Skip(1).Select(next => next.Accuracy).Append(whole),
            (branch, later) => (network.Holds(branch.Layer), 100 * (later - branch.Accuracy))))];
        double Mean(bool inside)
            => costs.Where(cost => cost.Inside == inside).Select(cost => cost.Points).DefaultIfEmpty(double.NaN).Average();
        return Mean(false) - Mean(true);
    }
}
