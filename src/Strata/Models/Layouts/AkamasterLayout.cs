namespace Strata.Models.Layouts;

/// <summary>akamaster/pytorch_resnet_cifar10 and its many forks: ResNets with three stages, shortcuts without parameters.</summary>
internal sealed class AkamasterLayout : ModelLayout
{
    public override string Name => "akamaster";

    public override string Says => "CIFAR ResNets of pytorch_resnet_cifar10 (depth 20 to 1202, shortcuts padded with zeros or projected); "
        + "images by ImageNet's mean and deviation";

    internal override LayoutMatch? Match(LayoutTensors tensors, int? size)
        => ResNetNames.Of(tensors, "shortcut", "linear") is { Blocks.Length: 3 } names
            ? new(names.Small(size ?? 32), names.OfSmall, ImageNet) : null;
}
