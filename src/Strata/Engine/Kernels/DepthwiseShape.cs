namespace Strata.Engine.Kernels;

/// <summary>A depthwise convolution of images [n, channels, height, width] by kernels [channels, 1, size, size].</summary>
internal readonly record struct DepthwiseShape(int Channels, int Height, int Width, int Size, int Stride, int Padding)
{
    public int OutHeight => (Height + 2 * Padding - Size) / Stride + 1;

    public int OutWidth => (Width + 2 * Padding - Size) / Stride + 1;
}
