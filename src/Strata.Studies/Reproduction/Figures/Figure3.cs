using Strata.Report;
using Strata.Studies.Reproduction.Rules;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class Figure3 : PublishedFigure
{
    public override string Id => "figure-3";
    public override string Shows => "the block and its first principal component";
    public override string Claim => "The block is one first principal component that its layers share: without it, it is gone.";

    public override string Published => "In ResNet-110-1x and ResNet-38-8x the map of squared cosines of first components resembles "
        + "that of CKA inside the block, and CKA without the component shows no block (§5, figure 3).";

    public override string Rule => "Each part agrees where the 95 % interval of the mean over networks with a block lies above 0, and "
        + "disagrees where it lies below: how much more alike first components are between two layers of the block than elsewhere, and how "
        + "much more CKA falls inside than elsewhere when the component is taken off.";

    internal override Study Measure(Scale scale) => PaperRecipe.Cifar10(scale) with
    {
        Models = [ResNets(scale.Of<int[]>([38], [38], [110]), scale.Of<double[]>([1], [2], [1]), scale.Of(5, 5, 10)),
            .. scale == Scale.Paper ? [ResNets([38], [8], 10)] : Array.Empty<StudyModel>()],
        Analyses = [Study.Blocks, Study.Components, Study.WithoutComponents],
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
    {
        yield return Judgement.Above0("shared component", [.. evidence.WithBlock.Select(Shared)],
            mean => $"squared cosines of first components are larger by {mean} inside the block than elsewhere", "0.000");
        yield return Judgement.Above0("without it", [.. evidence.WithBlock.Select(Fall)],
            mean => $"without the component CKA falls by {mean} more inside the block than elsewhere", "0.000");
    }

    private static double Shared(Network network)
    {
        if (network.Map("cosines") is not { } cosines) return double.NaN;
        (double inside, double outside) = network.Means(cosines);
        return inside - outside;
    }

    private static double Fall(Network network)
    {
        if (network.Map("without-components") is not { } without) return double.NaN;
        (double inside, double outside) = network.Means(network.Own!.Matrix.Values);
        (double insideAfter, double outsideAfter) = network.Means(without);
        return inside - insideAfter - (outside - outsideAfter);
    }
}
