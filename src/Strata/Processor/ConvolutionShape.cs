namespace Strata.Processor;

/// <summary>
/// A convolution of images [n, in, height, width] by square kernels [out, in, size, size], padded so that stride 1 keeps odd kernels'
/// images as large as they are.
/// </summary>
internal readonly record struct ConvolutionShape(int In, int Out, int Height, int Width, int Size, int Stride)
{
    public int Padding => Size / 2;

    public int OutHeight => (Height + 2 * Padding - Size) / Stride + 1;

    public int OutWidth => (Width + 2 * Padding - Size) / Stride + 1;
}
