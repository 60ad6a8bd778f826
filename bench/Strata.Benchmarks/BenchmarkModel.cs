using System.Globalization;
using Strata.Models;
using Strata.Models.Families;

namespace Strata.Benchmarks;

/// <summary>Networks by a short name: <c>38-1</c>, a CIFAR ResNet by depth and width, or with another family before them.</summary>
internal static class BenchmarkModel
{
    public const string Says = "DEPTH-WIDTH of a CIFAR ResNet, such as 38-1, or FAMILY-DEPTH-WIDTH, such as vit-6-96; others than vit are "
        + "the variants for small images, and the width of resnet-imagenet is that of all stages";

    /// <summary>On images of 32×32 in three channels, with ten classes.</summary>
    public static ModelSpec Parse(string name)
    {
        (string family, int depth, double width) = Parts(name);
        if (family == "resnet-cifar") return ResNetCifar.Create(depth, width, 10, 3, 32);
        FamilyValues values = family switch
        {
            "efficientnet" => FamilyValues.Of(depth, width).With("strides", "small"),
            "resnet-imagenet" => FamilyValues.Of(depth).With("scale", width).With("stem", "small"),
            _ => FamilyValues.Of(depth, width),
        };
        return ModelSpec.Create(family, values, new(3, 32), 10);
    }

    public static (string Family, int Depth, double Width) Parts(string name)
    {
        string[] parts = name.Split('-');
        string family = string.Join('-', parts[..^2]);
        return (family.Length == 0 ? "resnet-cifar" : family, int.Parse(parts[^2], CultureInfo.InvariantCulture),
            double.Parse(parts[^1], CultureInfo.InvariantCulture));
    }
}
