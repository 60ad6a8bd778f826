using System.Globalization;
using System.Text.RegularExpressions;
using Strata.Data;

namespace Strata.Models.Layouts;

/// <summary>timm's names for the same networks; its ResNets have torchvision's.</summary>
internal sealed partial class TimmLayout : ModelLayout
{
    private static readonly Normalization s_half = Normalization.Parse("0.5,0.5,0.5/0.5,0.5,0.5", null);

    public override string Name => "timm";

    public override string Says => "timm's ViT (images by mean and deviation 0.5), EfficientNet and ResNet (by ImageNet's)";

    internal override LayoutMatch? Match(LayoutTensors tensors, int? size)
    {
        if (tensors.Has("patch_embed.proj.weight") && tensors.Has("blocks.0.attn.qkv.weight"))
        {
            var shape = new TransformerShape("patch_embed.proj.weight", "pos_embed", "blocks.", "mlp.fc1.weight", "head.weight");
            return new(shape.Of(tensors, size), OfTransformer, s_half, shape.Assumed(tensors));
        }
        if (tensors.Has("conv_stem.weight") && tensors.Has("blocks.0.0.conv_dw.weight"))
        {
            var shape = new EfficientNetShape("conv_stem.weight", "classifier.weight", stage => $"blocks.{stage}.");
            return new(shape.Of(tensors, size), OfEfficientNet, ImageNet,
                "PyTorch's padding, not TensorFlow's as in timm's tf_efficientnet");
        }
        return ResNetNames.Of(tensors, "downsample", "fc") is { Blocks.Length: 4 } names
            ? new(names.Large(size ?? (names.Kernel == 3 ? 32 : 224)), names.OfLarge, ImageNet) : null;
    }

    private static string OfTransformer(string name)
    {
        string within = Block().Replace(name, "blocks.$1.");
        foreach ((string ours, string theirs) in new[]
        {
            ("conv_proj.", "patch_embed.proj."), ("class_token", "cls_token"), ("encoder.pos_embedding", "pos_embed"),
            (".ln_1.", ".norm1."), (".ln_2.", ".norm2."), (".self_attention.in_proj_", ".attn.qkv."),
            (".self_attention.out_proj.", ".attn.proj."),
            (".mlp.0.", ".mlp.fc1."), (".mlp.3.", ".mlp.fc2."), ("encoder.ln.", "norm."), ("heads.head.", "head."),
        }) within = within.Replace(ours, theirs, StringComparison.Ordinal);
        return within;
    }

    private static string OfEfficientNet(string name)
    {
        string[] parts = name.Split('.');
        if (parts[0] == "classifier") return $"classifier.{parts[^1]}";
        if (parts is ["features", var outer, var kind, var last])
            return $"{(outer == "0" ? kind == "0" ? "conv_stem" : "bn1" : kind == "0" ? "conv_head" : "bn2")}.{last}";
        // features.S.B.block.K.{0 convolution, 1 norm, fc1, fc2}.TENSOR; the first stage does not expand.
        int stage = int.Parse(parts[1], CultureInfo.InvariantCulture) - 1, step = int.Parse(parts[4], CultureInfo.InvariantCulture)
            + (stage == 0 ? 1 : 0);
        string convolution = step switch { 0 => "conv_pw", 1 => "conv_dw", _ => stage == 0 ? "conv_pw" : "conv_pwl" };
        int norm = (step == 3 ? 2 : step) + (stage == 0 ? 0 : 1);
        string theirs = parts[5] switch
        {
            "fc1" => "se.conv_reduce",
            "fc2" => "se.conv_expand",
            "0" => convolution,
            _ => $"bn{norm}",
        };
        return $"blocks.{stage}.{parts[2]}.{theirs}.{parts[^1]}";
    }

    [GeneratedRegex(@"^encoder\.layers\.encoder_layer_(\d+)\.")]
    private static partial Regex Block();
}
