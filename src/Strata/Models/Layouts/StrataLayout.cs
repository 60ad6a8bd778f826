using Strata.Models.Families;

namespace Strata.Models.Layouts;

/// <summary>The names of Strata's own CIFAR ResNets, in files that have lost what they say of themselves.</summary>
internal sealed class StrataLayout : ModelLayout
{
    public override string Name => "strata";

    public override string Says => "Strata's own CIFAR ResNets without their metadata; images as they are. Its other families have "
        + "torchvision's names";

    internal override LayoutMatch? Match(LayoutTensors tensors, int? size)
    {
        if (!tensors.Has("stem.conv.weight") || !tensors.Has("stages.0.0.conv1.weight") || !tensors.Has("head.weight")) return null;
        int[] blocks = [.. Enumerable.Range(0, 3).Select(stage => tensors.Count($"stages.{stage}."))];
        bool bias = tensors.Has("stem.conv.bias"), projected = tensors.Has("stages.1.0.projection.weight");
        FamilyValues values = FamilyValues.Of(6 * blocks.Max() + 2, tensors.Size("stem.conv.weight", 0) / 16.0).With("bias", bias)
            // Without projections, a network with biases is one without shortcuts; that without is not of this family's making.
            .With("residual", projected || !bias)
            .With("shortcut", tensors.Has("stages.1.0.projection.bn.weight") ? "normalized" : projected || bias ? "projection" : "padding");
        ModelSpec spec = ModelSpec.Create("resnet-cifar", values, new(tensors.Size("stem.conv.weight", 1), size ?? 32),
            tensors.Size("head.weight", 0));
        return new(projected || !bias ? spec.WithBlocks(blocks) : spec, name => name, null, "a batch norm's epsilon of 0.001");
    }
}
