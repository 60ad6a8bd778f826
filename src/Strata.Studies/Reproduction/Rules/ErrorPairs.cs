using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Rules;

/// <summary>The wide and the deep population that the paper compares.</summary>
internal static class ErrorPairs
{
    /// <summary>Digits on which a network takes seconds, at the tiny scale of both.</summary>
    private static readonly StudyModel[] s_tiny = [ResNets([14], [1.25], 40), ResNets([26], [1], 40)];

    /// <summary>ResNet-14-2x and ResNet-62-1x.</summary>
    public static Study OfCifar10(Scale scale) => PaperRecipe.Populations(scale) with
    {
        Models = scale.Of<StudyModel[]>(s_tiny, [ResNets([14], [1.4], 20), ResNets([26], [1], 20)],
            [ResNets([14], [2], 200), ResNets([62], [1], 200)]),
    };

    /// <summary>ResNet-50 (2.8x) and ResNet-83.</summary>
    public static Study OfImageNet(Scale scale) => scale == Scale.Tiny ? OfCifar10(scale)
        : PaperRecipe.Errors(PaperRecipe.ImageNet(scale)) with
        {
            Models = [Population(scale, 50, 2.8), Population(scale, 83, 1)],
        };

    private static StudyModel Population(Scale scale, int depth, double width)
        => ModelEntries.OfImageNet(scale, [depth], [width], scale.Of(20, 20, 100));
}
