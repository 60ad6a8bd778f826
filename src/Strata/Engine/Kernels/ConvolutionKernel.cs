using System.Collections.Concurrent;
using Strata.Processor;
using Strata.Runtime;

namespace Strata.Engine.Kernels;

/// <summary>
/// A bf16 convolution of channels-last images, or its gradient of the input, by code made for its shape. Code is made once for each shape
/// and lives as long as the process.
/// </summary>
internal sealed unsafe class ConvolutionKernel
{
    private const int Lanes = ConvolutionCode.BlockChannels;

    /// <summary>Bytes of weights and images that a core's second-level cache holds well.</summary>
    private const int CacheShare = 256 << 10;

    /// <summary>
    /// Input channels from which a stride leaves the forward pass to libtorch: pixels of 512 bytes and more fall on so few sets of a
    /// first-level cache that it cannot hold what a tile reads. For 256 to 512 channels at 16 × 16 libtorch's takes 0.78 of the time, for
    /// 128 to 256 as long as this.
    /// </summary>
    private const int WideStride = 256;

    private static readonly ConcurrentDictionary<(ConvolutionShape, bool), ConvolutionKernel?> s_kernels = new();

    /// <summary>For two blocks of output channels, one, and the last where it is not whole; null where there are none.</summary>
    private readonly delegate* unmanaged<ushort*, ushort*, ushort*, long, void> _two, _one, _last;
    private readonly (int Channels, int Height, int Width) _input, _output;
    private readonly int _taps, _outputStep, _inputStep;

    private ConvolutionKernel(
        MachineCode? two, MachineCode? one, MachineCode? last, (int Channels, int Height, int Width) input,
        (int Channels, int Height, int Width) output, int taps, bool backward)
    {
        static delegate* unmanaged<ushort*, ushort*, ushort*, long, void> Entry(MachineCode? code)
            => code is null ? null : (delegate* unmanaged<ushort*, ushort*, ushort*, long, void>)code.Entry;
        _two = Entry(two);
        _one = Entry(one);
        _last = Entry(last);
        (_input, _output, _taps) = (input, output, taps);
        // Weights are [out, in, taps]; what goes in and out changes places in the gradient.
        (_outputStep, _inputStep) = backward ? (taps, output.Channels * taps) : (input.Channels * taps, taps);
    }

    /// <summary>
    /// Null where the processor, the system or the shape does not allow it; the same for a shape throughout, never a matter of timing.
    /// </summary>
    public static ConvolutionKernel? Forward(ConvolutionShape shape)
        => s_kernels.GetOrAdd((shape, false), static key => Make(key.Item1, false));

    /// <summary>The same for the gradient of the input from that of the output.</summary>
    public static ConvolutionKernel? InputGradient(ConvolutionShape shape)
        => s_kernels.GetOrAdd((shape, true), static key => Make(key.Item1, true));

    private static ConvolutionKernel? Make(ConvolutionShape shape, bool backward)
    {
        var (input, output) = ((shape.In, shape.Height, shape.Width), (shape.Out, shape.OutHeight, shape.OutWidth));
        if (backward) (input, output) = (output, input);
        if (!Capability.Bf16Convolutions.CanRun || input.Item1 < 2 || !backward && shape.Stride > 1 && shape.Size > 1
            && shape.In >= WideStride) return null;
        IReadOnlyList<PixelGrid> grids = backward ? PixelGrid.InputGradient(shape) : PixelGrid.Forward(shape);
        int taps = shape.Size * shape.Size, blocks = output.Item1 / Lanes, rest = output.Item1 % Lanes;
        MachineCode? two = null, one = null, last = null;
        if (blocks >= 2 && (two = ConvolutionCode.TryAssemble(grids, input, output, taps, 2 * Lanes)) is null) return null;
        if (blocks % 2 == 1 && (one = ConvolutionCode.TryAssemble(grids, input, output, taps, Lanes)) is null) return null;
        if (rest > 0 && (last = ConvolutionCode.TryAssemble(grids, input, output, taps, rest)) is null) return null;
        return new(two, one, last, input, output, taps, backward);
    }

    /// <summary>Numbers of 16 bits of the packed weights.</summary>
    public long PackedLength => (long)ConvolutionCode.Blocks(_output.Channels) * ConvolutionCode.BlockLength(_input.Channels, _taps);

    /// <summary>Lays weights [out, in, size, size] and a bias of the output, which may be null, out for <see cref="Run"/>.</summary>
    public void Pack(ushort* weights, ushort* bias, ushort* packed)
        => ConvolutionWeights.Pack(weights, _outputStep, _inputStep, bias, _input.Channels, _output.Channels, _taps, packed);

    /// <param name="input">[images, height, width, channels]</param>
    /// <param name="packed">From <see cref="Pack"/>.</param>
    /// <param name="output">[images, height, width, channels], all of it written.</param>
    public void Run(ushort* input, ushort* packed, ushort* output, int images)
    {
        long inputLength = (long)_input.Channels * _input.Height * _input.Width,
            outputLength = (long)_output.Channels * _output.Height * _output.Width;
        int blocks = ConvolutionCode.Blocks(_output.Channels), blockLength = ConvolutionCode.BlockLength(_input.Channels, _taps);
        // Weights that do not stay in the cache from image to image are used for several images at once.
        int group = PackedLength * sizeof(ushort) <= CacheShare ? 1 : (int)Math.Clamp(CacheShare / (inputLength * sizeof(ushort)), 1, 16);
        ParallelRows.For(images, (_, first, end) =>
        {
            for (int image = first; image < end; image += group)
            {
                int count = Math.Min(group, end - image);
                for (int block = 0, step; block < blocks; block += step)
                {
                    int left = _output.Channels - block * Lanes;
                    step = left >= 2 * Lanes ? 2 : 1;
                    (left >= 2 * Lanes ? _two : left >= Lanes ? _one : _last)(input + image * inputLength,
                        packed + (long)block * blockLength, output + image * outputLength + block * Lanes, count);
                }
            }
        });
    }
}
