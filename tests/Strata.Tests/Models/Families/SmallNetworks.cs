using Strata.Models;
using Strata.Models.Families;

namespace Strata.Tests.Models.Families;

/// <summary>A small network of every family, with every operation that the family has.</summary>
internal static class SmallNetworks
{
    public static ModelSpec Of(string family, int classes = 4, int size = 16)
        => ModelSpec.Create(family, Values(family), new(3, size), classes);

    /// <summary>For a family that is not known here, the smallest network that it has.</summary>
    private static FamilyValues Values(string family) => family switch
    {
        "resnet-cifar" => FamilyValues.Of(14),
        "resnet-imagenet" => FamilyValues.Of(38).With("scale", 0.125).With("stem", "imagenet"),
        "vit" => FamilyValues.Of(2, 32).With("patch", 4).With("heads", 2).With("mlpRatio", 2.0),
        "efficientnet" => FamilyValues.Of(16, 0.25).With("strides", "small"),
        _ => Smallest(ModelFamilies.Named(family)),
    };

    private static FamilyValues Smallest(IModelFamily family)
        => FamilyValues.Of(((FamilyOption.Whole)family.Options[0]).Range.Minimum);

    public static TheoryData<string> Names { get; } = [.. ModelFamilies.All.Select(family => family.Name)];
}
