using Strata.Models.Families;
using Strata.Runtime;

namespace Strata.Models.Layouts;

/// <summary>What names and shapes say of a vision transformer.</summary>
/// <param name="Patches">Name of the patches' convolution.</param>
/// <param name="Positions">Of the positions.</param>
/// <param name="Blocks">What the names of the blocks begin with, before their number.</param>
/// <param name="Hidden">Of the MLP's first kernel, within a block.</param>
/// <param name="Head">Of the head's kernel.</param>
internal sealed record TransformerShape(string Patches, string Positions, string Blocks, string Hidden, string Head)
{
    /// <summary>ViT-H has more than 64 features a head, as the only one that is published.</summary>
    private const int Huge = 1280, HugeHeads = 16;

    /// <exception cref="InvalidOptionsException">No square of patches, or another size than asked for.</exception>
    public ModelSpec Of(LayoutTensors tensors, int? size)
    {
        int width = tensors.Size(Patches, 0), patch = tensors.Size(Patches, ^1), tokens = tensors.Size(Positions, 1) - 1;
        int side = (int)Math.Round(Math.Sqrt(Math.Max(0, tokens)));
        if (side < 1 || side * side != tokens)
            throw new InvalidOptionsException($"patches: {tokens} positions beside the class token's are no square of patches");
        if (size is { } asked && asked != side * patch)
            throw new InvalidOptionsException($"size: {asked} pixels are not those of its positions, {side * patch}");
        FamilyValues values = FamilyValues.Of(tensors.Count(Blocks), width).With("patch", patch)
            .With("heads", width == Huge ? HugeHeads : 0)
            .With("mlpRatio", tensors.Size($"{Blocks}0.{Hidden}", 0) / (double)Math.Max(1, width));
        return ModelSpec.Create("vit", values, new(tensors.Size(Patches, 1), side * patch), tensors.Size(Head, 0));
    }

    /// <summary>What the file does not say.</summary>
    public string Assumed(LayoutTensors tensors)
        => tensors.Size(Patches, 0) is var width && width == Huge ? $"{HugeHeads} heads"
            : $"{(width >= 192 ? 64 : 32)} features for each attention head";
}
