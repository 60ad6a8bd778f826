using Strata.Data;

namespace Strata.Models.Layouts;

/// <summary>chenyaofo/pytorch-cifar-models: ResNets with three stages and projected shortcuts under torchvision's words.</summary>
internal sealed class ChenyaofoLayout : ModelLayout
{
    private static readonly Normalization s_cifar10 = Normalization.Parse("0.4914,0.4822,0.4465/0.2023,0.1994,0.2010", null),
        s_cifar100 = Normalization.Parse("0.5070,0.4865,0.4409/0.2673,0.2564,0.2761", null);

    public override string Name => "chenyaofo";

    public override string Says => "CIFAR ResNets of pytorch-cifar-models (three stages, torchvision's words); images by CIFAR's mean and "
        + "deviation";

    internal override LayoutMatch? Match(LayoutTensors tensors, int? size)
        => ResNetNames.Of(tensors, "downsample", "fc", "linear") is { Blocks.Length: 3 } names
            ? new(names.Small(size ?? 32), names.OfSmall, names.Classes == 100 ? s_cifar100 : s_cifar10) : null;
}
