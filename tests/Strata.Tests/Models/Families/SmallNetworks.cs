using Strata.Models;
using Strata.Models.Families;

namespace Strata.Tests.Models.Families;

/// <summary>Small networks that together have every operation of every family; a variant is named behind its family.</summary>
internal static class SmallNetworks
{
    private static readonly string[] s_variants =
        ["resnet-cifar with padded shortcuts", "resnet-cifar with normalized shortcuts", "resnet-imagenet with basic blocks"];

    public static ModelSpec Of(string network, int classes = 4, int size = 16)
        => ModelSpec.Create(network.Split(' ')[0], Values(network), new(3, size), classes);

    /// <summary>For a family that is not known here, the smallest network that it has.</summary>
    private static FamilyValues Values(string network) => network switch
    {
        "resnet-cifar with padded shortcuts" => FamilyValues.Of(14).With("shortcut", "padding").With("bias", false),
        "resnet-cifar with normalized shortcuts" => FamilyValues.Of(8).With("shortcut", "normalized").With("bias", false),
        "resnet-imagenet with basic blocks" => FamilyValues.Of(18).With("varies", "published").With("block", "basic").With("scale", 0.125),
        "resnet-cifar" => FamilyValues.Of(14),
        "resnet-imagenet" => FamilyValues.Of(38).With("scale", 0.125).With("stem", "imagenet"),
        "vit" => FamilyValues.Of(2, 32).With("patch", 4).With("heads", 2).With("mlpRatio", 2.0),
        "efficientnet" => FamilyValues.Of(16, 0.25).With("strides", "small"),
        _ => Smallest(ModelFamilies.Named(network)),
    };

    private static FamilyValues Smallest(IModelFamily family)
        => FamilyValues.Of(((FamilyOption.Whole)family.Options[0]).Range.Minimum);

    public static TheoryData<string> Names { get; } = [.. ModelFamilies.All.Select(family => family.Name), .. s_variants];
}
