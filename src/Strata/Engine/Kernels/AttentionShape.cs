namespace Strata.Engine.Kernels;

/// <summary>Attention of images [n, tokens, heads × features] to themselves.</summary>
/// <param name="Features">Of one head.</param>
internal readonly record struct AttentionShape(int Tokens, int Heads, int Features)
{
    /// <summary>Of all heads.</summary>
    public int Width => Heads * Features;
}
