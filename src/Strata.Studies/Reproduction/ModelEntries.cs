using Strata.Models.Families;

namespace Strata.Studies.Reproduction;

/// <summary>Entries of a study's models, in short.</summary>
internal static class ModelEntries
{
    /// <summary>ResNets of CIFAR, every depth with every width.</summary>
    public static StudyModel ResNets(int[] depths, double[] widths, int seeds)
        => new() { Depth = depths, Width = widths, Seeds = Counted(seeds) };

    /// <summary>The same without residual connections.</summary>
    public static StudyModel WithoutResiduals(int[] depths, double[] widths, int seeds)
        => ResNets(depths, widths, seeds) with { Options = FamilyValues.None.With("residual", false) };

    /// <summary>ResNets of ImageNet whose third stage varies; below the paper's scale with a quarter of the filters.</summary>
    public static StudyModel OfImageNet(Scale scale, int[] depths, double[] widths, int seeds) => new()
    {
        Family = "resnet-imagenet",
        Depth = depths,
        Width = widths,
        Seeds = Counted(seeds),
        Options = scale.Of(FamilyValues.None.With("scale", 0.25).With("stem", "small"), FamilyValues.None.With("scale", 0.25),
            FamilyValues.None),
    };

    private static long[] Counted(int seeds) => [.. Enumerable.Range(0, seeds).Select(seed => (long)seed)];
}
