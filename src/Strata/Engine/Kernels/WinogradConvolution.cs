using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Strata.Processor;
using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Engine.Kernels;

/// <summary>
/// A 3×3 convolution of channels-last fp32 images with stride 1, or its gradient of the input: by Winograd's F(2×2, 3×3) (see
/// <see cref="WinogradTransforms"/>) it takes 16 multiplications where the definition takes 36. Rows of tiles of 2 × 2 output pixels, of
/// one image and the next, are taken together until they fill registers; every number is summed in one order, whatever is computed beside
/// it.
/// </summary>
internal sealed unsafe class WinogradConvolution
{
    private const int Lanes = WinogradCode.BlockChannels, Positions = WinogradTransforms.Positions, LineBytes = 64;

    /// <summary>
    /// Tiles that are taken together: at least so many, or so many where the weights are beyond a share of a core's second-level cache and
    /// come from further away, and at most so many.
    /// </summary>
    private const int FewestTiles = 16, FewestTilesOfMany = 64, MostTiles = 224;

    private const int CacheShare = 512 << 10;

    /// <summary>Fewer kernels than this are not worth waking a second thread for.</summary>
    private const int MinimumKernels = 2048;

    /// <summary>Lives as long as the process, as compiled methods do.</summary>
    private static readonly ConcurrentDictionary<(int In, int Blocks), MachineCode?> s_code = new();

    private readonly delegate* unmanaged[SuppressGCTransition]<float*, float*, float*, long, void> _multiply;
    private readonly int _in, _out, _lanes, _group;
    private readonly float[] _memory, _bias;

    /// <summary>
    /// In <see cref="_memory"/>, [blocks of outputs, positions, in, lanes], by cache lines: a vector that lies in two is read in twice the
    /// time.
    /// </summary>
    private readonly float* _weights;

    private WinogradConvolution(MachineCode code, int inputs, int outputs, int blocks)
    {
        _multiply = (delegate* unmanaged[SuppressGCTransition]<float*, float*, float*, long, void>)code.Entry;
        (_in, _out, _lanes, _group) = (inputs, outputs, blocks * Lanes, WinogradCode.Tiles(blocks));
        _bias = new float[outputs];
        _memory = GC.AllocateUninitializedArray<float>(checked(Positions * _in * _out + LineBytes / sizeof(float)), pinned: true);
        _weights = (float*)((Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0) + LineBytes - 1) & ~(nint)(LineBytes - 1));
    }

    /// <summary>Why there is none for so many channels here, or null.</summary>
    public static string? Problem(int inputs, int outputs)
        => Capability.WinogradConvolutions.Problem
            ?? (inputs % Lanes != 0 || outputs % Lanes != 0 ? $"{inputs} and {outputs} channels are not both multiples of {Lanes}" : null);

    /// <summary>Null where the processor, the system or the numbers of channels do not allow it: never a matter of timing.</summary>
    public static WinogradConvolution? TryCreate(int inputs, int outputs)
    {
        if (Problem(inputs, outputs) is not null) return null;
        int blocks = WinogradCode.Blocks(outputs);
        return s_code.GetOrAdd((inputs, blocks), static key => WinogradCode.TryAssemble(key.In, key.Blocks)) is { } code
            ? new(code, inputs, outputs, blocks) : null;
    }

    /// <param name="weights">[out, in, 3, 3]</param>
    /// <param name="bias">[out], or none.</param>
    public void Set(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias = default)
    {
        if (!bias.IsEmpty && bias.Length != _out) throw new ArgumentException($"{bias.Length} biases, not {_out}", nameof(bias));
        Array.Clear(_bias);
        bias.CopyTo(_bias);
        Transform(weights, _in, 1, turned: false);
    }

    /// <summary>Makes this the gradient of a convolution's input from that of its output: the same taps the other way round.</summary>
    /// <param name="weights">Of that convolution, [in, out, 3, 3] in terms of this.</param>
    public void SetTransposed(ReadOnlySpan<float> weights)
    {
        Array.Clear(_bias);
        Transform(weights, 1, _out, turned: true);
    }

    /// <param name="outputStep">Kernels from one output channel to the next.</param>
    /// <param name="inputStep">Kernels from one input channel to the next.</param>
    /// <param name="turned">By half a turn.</param>
    private void Transform(ReadOnlySpan<float> weights, int outputStep, int inputStep, bool turned)
    {
        if (weights.Length != _in * _out * 9)
            throw new ArgumentException($"{weights.Length} weights, not {_in * _out * 9}", nameof(weights));
        fixed (float* kernels = weights)
        {
            float* from = kernels;
            ParallelRows.For(_out, MinimumKernels / _in, (_, first, end) =>
            {
                Span<double> transformed = stackalloc double[Positions];
                Span<float> kernel = stackalloc float[9];
                for (int o = first; o < end; o++)
                {
                    for (int i = 0; i < _in; i++)
                    {
                        new ReadOnlySpan<float>(from + ((long)o * outputStep + (long)i * inputStep) * 9, 9).CopyTo(kernel);
                        if (turned) kernel.Reverse();
                        WinogradTransforms.Kernel(kernel, transformed);
                        for (int p = 0; p < Positions; p++)
                            _weights[((long)(o / _lanes * Positions + p) * _in + i) * _lanes + o % _lanes] = (float)transformed[p];
                    }
                }
            });
        }
    }

    /// <param name="input">float32 [images, in, height, width], channels-last.</param>
    /// <returns>[images, out, height, width], channels-last, in the caller's scope.</returns>
    public Tensor Run(Tensor input)
    {
        long[] shape = input.shape;
        if (shape.Length != 4 || shape[1] != _in || input.dtype != ScalarType.Float32)
            throw new ArgumentException($"[{string.Join(", ", shape)}] of {input.dtype}, not float32 [images, {_in}, height, width]",
                nameof(input));
        Tensor output = TensorMemory.EmptyChannelsLast(shape[0], _out, shape[2], shape[3], ScalarType.Float32);
        float* from = TensorMemory.ChannelsLast<float>(input), to = TensorMemory.ChannelsLast<float>(output);
        var images = new TileGrid((int)shape[0], (int)shape[2], (int)shape[3]);
        int rows = RowsAtOnce(images.Across), units = (images.Rows + rows - 1) / rows;
        var layout = new WinogradScratch(_in, _lanes, Groups(rows * images.Across) * _group, images.Width, inPlace: _in == _lanes
            && _out == _lanes);
        using Tensor memory = empty([Math.Min(units, ParallelRows.Parts), layout.Length], dtype: ScalarType.Float32);
        float* start = TensorMemory.Pointer<float>(memory);
        ParallelRows.For(units, (part, first, end) =>
        {
            // Also what no row of tiles fills is multiplied.
            new Span<float>(start + part * layout.Length, checked((int)layout.Length)).Clear();
            WinogradScratch scratch = layout.At(start + part * layout.Length);
            for (int row = first * rows; row < Math.Min(end * rows, images.Rows); row += rows)
            {
                int count = Math.Min(rows, images.Rows - row);
                // What comes next is fetched meanwhile.
                long ahead = 2L * rows * images.Width;
                for (int r = 0; r < count; r++)
                    Read(images, from, row + r, ahead * _in, scratch, scratch.Inputs + (long)r * images.Across * _in);
                for (int o = 0; o < _out; o += _lanes)
                {
                    for (int p = 0; p < Positions; p++)
                        _multiply(scratch.Inputs + p * scratch.InputStep, _weights + ((long)o * Positions + p * _lanes) * _in,
                            scratch.Products + p * scratch.ProductStep, Groups(count * images.Across));
                    for (int r = 0; r < count; r++)
                        Write(images, scratch.Products + (long)r * images.Across * _lanes, scratch.ProductStep, to + o, o, row + r,
                            ahead * _out);
                }
            }
        });
        return output;
    }

    private void Read(TileGrid images, float* from, int row, long ahead, WinogradScratch scratch, float* tiles)
    {
        (int image, int top) = Math.DivRem(row, images.Down);
        float* pixels = from + (long)image * images.Height * images.Width * _in;
        float* Line(int y) => images.Line(pixels, y, _in, scratch.Zeros);
        float* line0 = Line(2 * top - 1), line1 = Line(2 * top), line2 = Line(2 * top + 1), line3 = Line(2 * top + 2);
        for (int c = 0; c < _in; c += Lanes)
            WinogradTransforms.Input(line0 + c, line1 + c, line2 + c, line3 + c, images.Width, _in, ahead, tiles + c, _in,
                scratch.InputStep);
    }

    private void Write(TileGrid images, float* products, long step, float* to, int channel, int row, long ahead)
    {
        (int image, int top) = Math.DivRem(row, images.Down);
        float* upper = to + ((long)image * images.Height + 2 * top) * images.Width * _out, lower = 2 * top + 1 < images.Height
            ? upper + (long)images.Width * _out : null;
        for (int l = 0; l < _lanes; l += Lanes)
            WinogradTransforms.Output(products + l, _lanes, step, Vector512.LoadUnsafe(ref _bias[channel + l]), upper + l, lower is null
                ? null : lower + l, images.Width, _out, ahead);
    }

    /// <summary>
    /// Rows of tiles that are taken together: the fewest of those that leave as little as possible of the last group empty.
    /// </summary>
    private int RowsAtOnce(int across)
    {
        int fewest = (long)Positions * _in * _out * sizeof(float) > CacheShare ? FewestTilesOfMany : FewestTiles, best = 0;
        double most = 0;
        for (int rows = Math.Max(1, fewest / across); rows <= Math.Max(1, MostTiles / across); rows++)
        {
            double filled = (double)(rows * across) / (Groups(rows * across) * _group);
            if (filled > most) (best, most) = (rows, filled);
        }
        return best;
    }

    private int Groups(int tiles) => (tiles + _group - 1) / _group;
}
