using System.Collections.Concurrent;
using Strata.Runtime;

namespace Strata.Training.Kernels;

/// <summary>
/// A bf16 convolution of channels-last images, or its gradient of the input, by code made for its shape. Code is made once for each shape and lives as long as the process.
/// </summary>
internal sealed unsafe class ConvolutionKernel
{
    private const int Lanes = 16;

    /// <summary>Bytes of weights and images that a core's second-level cache holds well.</summary>
    private const int CacheShare = 256 << 10;

    /// <summary>
    /// Input channels from which a stride leaves the forward pass to libtorch: pixels of 512 bytes and more fall on so few sets of a first-level cache that it cannot hold what a tile
    /// reads. For 256 to 512 channels at 16 × 16 libtorch's takes 0.78 of the time, for 128 to 256 as long as this.
    /// </summary>
    private const int WideStride = 256;

    private static readonly ConcurrentDictionary<(ConvolutionShape, bool), ConvolutionKernel?> s_kernels = new();

    private readonly delegate* unmanaged<ushort*, ushort*, ushort*, long, void> _full, _last;
    private readonly (int Channels, int Height, int Width) _input, _output;
    private readonly int _taps, _outputStep, _inputStep;

    private ConvolutionKernel(MachineCode? full, MachineCode? last, (int Channels, int Height, int Width) input, (int Channels, int Height, int Width) output, int taps, bool backward)
    {
        _full = full is null ? null : (delegate* unmanaged<ushort*, ushort*, ushort*, long, void>)full.Entry;
        _last = last is null ? _full : (delegate* unmanaged<ushort*, ushort*, ushort*, long, void>)last.Entry;
        (_input, _output, _taps) = (input, output, taps);
        // Weights are [out, in, taps]; what goes in and out changes places in the gradient.
        (_outputStep, _inputStep) = backward ? (taps, output.Channels * taps) : (input.Channels * taps, taps);
    }

    /// <summary>Null where the processor, the system or the shape does not allow it; the same for a shape throughout, never a matter of timing.</summary>
    public static ConvolutionKernel? Forward(ConvolutionShape shape) => s_kernels.GetOrAdd((shape, false), static key => Make(key.Item1, false));

    /// <summary>The same for the gradient of the input from that of the output.</summary>
    public static ConvolutionKernel? InputGradient(ConvolutionShape shape) => s_kernels.GetOrAdd((shape, true), static key => Make(key.Item1, true));

    private static ConvolutionKernel? Make(ConvolutionShape shape, bool backward)
    {
        var (input, output) = ((shape.In, shape.Height, shape.Width), (shape.Out, shape.OutHeight, shape.OutWidth));
        if (backward) (input, output) = (output, input);
        if (!CpuFeatures.Detect().Avx512Bf16 || input.Item1 < 2 || !backward && shape.Stride > 1 && shape.Size > 1 && shape.In >= WideStride) return null;
        IReadOnlyList<PixelGrid> grids = backward ? PixelGrid.InputGradient(shape) : PixelGrid.Forward(shape);
        int taps = shape.Size * shape.Size, lanes = output.Item1 % Lanes;
        MachineCode? full = null, last = null;
        if (output.Item1 >= Lanes && (full = ConvolutionCode.TryAssemble(grids, input, output, taps, Lanes)) is null) return null;
        if (lanes > 0 && (last = ConvolutionCode.TryAssemble(grids, input, output, taps, lanes)) is null) return null;
        return new(full, last, input, output, taps, backward);
    }

    /// <summary>Numbers of 16 bits of the packed weights.</summary>
    public long PackedLength => (long)ConvolutionWeights.Blocks(_output.Channels) * ConvolutionWeights.BlockLength(_input.Channels, _taps);

    /// <summary>Lays weights [out, in, size, size] and a bias of the output, which may be null, out for <see cref="Run"/>.</summary>
    public void Pack(ushort* weights, ushort* bias, ushort* packed)
        => ConvolutionWeights.Pack(weights, _outputStep, _inputStep, bias, _input.Channels, _output.Channels, _taps, packed);

    /// <param name="input">[images, height, width, channels]</param>
    /// <param name="packed">From <see cref="Pack"/>.</param>
    /// <param name="output">[images, height, width, channels], all of it written.</param>
    public void Run(ushort* input, ushort* packed, ushort* output, int images)
    {
        long inputLength = (long)_input.Channels * _input.Height * _input.Width, outputLength = (long)_output.Channels * _output.Height * _output.Width;
        int blocks = ConvolutionWeights.Blocks(_output.Channels), blockLength = ConvolutionWeights.BlockLength(_input.Channels, _taps);
        // Weights that do not stay in the cache from image to image are used for several images at once.
        int group = PackedLength * sizeof(ushort) <= CacheShare ? 1 : (int)Math.Clamp(CacheShare / (inputLength * sizeof(ushort)), 1, 16);
        ParallelRows.For(images, (_, first, end) =>
        {
            for (int image = first; image < end; image += group)
            {
                int count = Math.Min(group, end - image);
                for (int block = 0; block < blocks; block++)
                    ((block + 1) * Lanes <= _output.Channels ? _full : _last)(input + image * inputLength, packed + (long)block * blockLength, output + image * outputLength + block * Lanes, count);
            }
        });
    }
}
