using Strata.Data;

namespace Strata.Models.Layouts;

/// <summary>kuangliu/pytorch-cifar: ResNets with four stages for small images, whose projections have batch norm.</summary>
internal sealed class KuangliuLayout : ModelLayout
{
    private static readonly Normalization s_cifar10 = Normalization.Parse("0.4914,0.4822,0.4465/0.2023,0.1994,0.2010", null);

    public override string Name => "kuangliu";

    public override string Says => "ResNet-18 to 152 of pytorch-cifar (four stages, 3×3 stem without pooling); images by CIFAR-10's mean "
        + "and deviation";

    internal override LayoutMatch? Match(LayoutTensors tensors, int? size)
        => ResNetNames.Of(tensors, "shortcut", "linear", "fc") is { Blocks.Length: 4 } names
            ? new(names.Large(size ?? 32), names.OfLarge, s_cifar10) : null;
}
