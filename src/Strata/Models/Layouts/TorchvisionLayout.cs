
namespace Strata.Models.Layouts;

/// <summary>torchvision's networks, whose names the families of ImageNet have.</summary>
internal sealed class TorchvisionLayout : ModelLayout
{
    public override string Name => "torchvision";

    public override string Says => "torchvision's ResNet-18 to 152, ViT and EfficientNet; images by ImageNet's mean and deviation";

    internal override LayoutMatch? Match(LayoutTensors tensors, int? size)
    {
        if (ResNetNames.Of(tensors, "downsample", "fc") is { Blocks.Length: 4 } names)
            return new(names.Large(size ?? (names.Kernel == 3 ? 32 : 224)), names.OfLarge, ImageNet);
        if (tensors.Has("conv_proj.weight") && tensors.Has("encoder.pos_embedding"))
        {
            bool older = tensors.Has("encoder.layers.encoder_layer_0.mlp.linear_1.weight");
            var shape = new TransformerShape("conv_proj.weight", "encoder.pos_embedding", "encoder.layers.encoder_layer_",
                older ? "mlp.linear_1.weight" : "mlp.0.weight", "heads.head.weight");
            return new(shape.Of(tensors, size), older ? Older : name => name, ImageNet, shape.Assumed(tensors));
        }
        if (tensors.Has("features.0.0.weight") && tensors.Has("features.1.0.block.0.0.weight"))
        {
            var shape = new EfficientNetShape("features.0.0.weight", "classifier.1.weight", stage => $"features.{stage + 1}.");
            return new(shape.Of(tensors, size), name => name, ImageNet);
        }
        return null;
    }

    /// <summary>The names of an MLP before torchvision 0.13.</summary>
    private static string Older(string name)
        => name.Replace(".mlp.0.", ".mlp.linear_1.", StringComparison.Ordinal).Replace(".mlp.3.", ".mlp.linear_2.",
            StringComparison.Ordinal);
}
