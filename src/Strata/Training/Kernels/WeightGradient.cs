using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Strata.Runtime;

namespace Strata.Training.Kernels;

/// <summary>
/// The gradient of a convolution's weights from bf16 channels-last activations: dW[o, i, r, s] = Σ g[n, y, x, o] · input[n, y·stride + r − p, x·stride + s − p, i].
/// Products are summed in fp32 over a few images and these sums over all images of a thread, in an order that only the number of threads decides.
/// Threads share the images, or the output channels where there are enough of them; none waits in a loop for another.
/// </summary>
internal sealed unsafe class WeightGradient : IDisposable
{
    /// <summary>
    /// Pairs that are summed in registers, if one image has not more: enough that reading and writing the sums afterwards is little; more would leave the
    /// second-level cache, and round more.
    /// </summary>
    private const int ChainedPairs = 512;

    /// <summary>Blocks of output channels for each thread from which they are what threads share: then there is nothing to add up, and packing the input in every thread is little.</summary>
    private const int LeastBlocks = 4;

    /// <summary>Numbers below which another thread costs more to wake than it writes.</summary>
    private const int LeastWritten = 1 << 15;

    private readonly Dictionary<WeightGradientShape, WeightGradientCode> _codes = [];
    private readonly List<WeightGradientScratch> _scratch = [];

    /// <summary>Whether this processor has the instructions; without them, libtorch has the faster way.</summary>
    public static bool IsSupported { get; } = CpuFeatures.Detect().Avx512Bf16 && Avx512BW.IsSupported && CanAssemble();

    public static bool Supports(int inChannels, int outChannels, int kernel, int stride)
        => IsSupported && inChannels > 0 && outChannels > 0 && outChannels % WeightGradientShape.Lanes == 0 && kernel is 1 or 3 && stride is 1 or 2;

    /// <param name="gradient">bf16 [images, outHeight, outWidth, out].</param>
    /// <param name="input">bf16 [images, height, width, in].</param>
    /// <param name="toWeight">Gets [out, in, kernel, kernel].</param>
    /// <param name="images">At least one.</param>
    /// <param name="shape">A shape that <see cref="Supports"/> names.</param>
    public void Run(ushort* gradient, ushort* input, float* toWeight, int images, WeightGradientShape shape)
    {
        WeightGradientCode code = Code(shape);
        int parts = ParallelRows.Parts;
        bool byChannels = shape.OutBlocks >= LeastBlocks * parts;
        int shares = byChannels ? 1 : Math.Min(parts, images);
        while (_scratch.Count < parts) _scratch.Add(new());
        if (byChannels)
        {
            _scratch[0].ReserveSums(shape.SumsSize);
            float* sums = _scratch[0].Sums;
            ParallelRows.For(shape.OutBlocks, (part, first, end) => Sum(gradient, input, 0, images, first, end, shape, code, _scratch[part], sums));
        }
        else
        {
            ParallelRows.For(images, (part, first, end) =>
            {
                _scratch[part].ReserveSums(shape.SumsSize);
                Sum(gradient, input, first, end, 0, shape.OutBlocks, shape, code, _scratch[part], _scratch[part].Sums);
            });
        }
        int least = Math.Max(1, LeastWritten / (shape.Tiles * shape.TileSize));
        ParallelRows.For(shape.OutBlocks, least, (_, first, end) => Write(toWeight, first, end, shares, shape));
    }

    public void Dispose()
    {
        foreach (WeightGradientCode code in _codes.Values) code.Dispose();
        foreach (WeightGradientScratch scratch in _scratch) scratch.Dispose();
        _codes.Clear();
        _scratch.Clear();
    }

    /// <summary>Sums over images [first, end) for blocks of output channels [firstBlock, endBlock).</summary>
    private static void Sum(
        ushort* gradient, ushort* input, int first, int end, int firstBlock, int endBlock, WeightGradientShape shape, WeightGradientCode code,
        WeightGradientScratch scratch, float* sums)
    {
        int blocks = endBlock - firstBlock;
        long tiles = (long)shape.Tiles * shape.TileSize;
        NativeMemory.Clear(sums + firstBlock * tiles, (nuint)(blocks * tiles * sizeof(float)));
        int chunk = Math.Clamp(ChainedPairs / (shape.OutHeight * shape.Pairs), 1, end - first);
        scratch.ReservePairs(chunk * (blocks * shape.OutImageBytes + shape.InImageBytes));
        byte* packedInput = scratch.Pairs, packedGradient = packedInput + chunk * shape.InImageBytes;
        long inSize = (long)shape.Height * shape.Width * shape.InChannels, outSize = (long)shape.OutHeight * shape.OutWidth * shape.OutChannels;
        for (int image = first; image < end; image += chunk)
        {
            int count = Math.Min(chunk, end - image), ahead = Math.Min(chunk, end - image - count);
            ushort* g = gradient + image * outSize, x = input + image * inSize;
            var nextInput = new ReadAhead(x + count * inSize, ahead * inSize, packedInput, count * shape.OutHeight * PairProducts.LinesAhead(shape, 2 * inSize));
            var nextGradient = new ReadAhead(g + count * outSize, ahead * outSize, packedInput, count * shape.OutHeight * PairProducts.LinesAhead(shape, 2 * outSize));
            for (int block = 0; block < blocks; block++)
            {
                for (int i = 0; i < count; i++)
                    code.Gradient.Pack(g + i * outSize + (firstBlock + block) * WeightGradientShape.Lanes, packedGradient + (block * count + i) * shape.OutImageBytes, shape.OutHeight);
            }
            for (int inBlock = 0; inBlock < shape.InBlocks; inBlock++)
            {
                PixelPairs pairs = inBlock + 1 < shape.InBlocks ? code.Input : code.LastInput;
                for (int i = 0; i < count; i++) pairs.Pack(x + i * inSize + inBlock * WeightGradientShape.Lanes, packedInput + i * shape.InImageBytes, shape.InRows);
                int firstTile = inBlock * shape.BlockTiles, endTile = Math.Min(shape.ChannelTiles, firstTile + shape.BlockTiles);
                for (int block = 0; block < blocks; block++)
                {
                    float* to = sums + (firstBlock + block) * tiles + (long)firstTile * (shape.Kernel / shape.TileColumns) * shape.TileSize;
                    for (int tile = firstTile; tile < endTile; tile++)
                    {
                        PairProducts products = tile + 1 < shape.ChannelTiles ? code.Tile : code.LastTile;
                        for (int column = 0; column < shape.Kernel; column += shape.TileColumns, to += shape.TileSize)
                        {
                            byte* at = packedInput + (tile - firstTile) * shape.TileChannels * 4 + (shape.TileColumns == 1 ? shape.ColumnOffset(column) : 0);
                            products.Add(packedGradient + block * count * shape.OutImageBytes, at, to, count, nextInput.Next(), nextGradient.Next());
                        }
                    }
                }
            }
        }
    }

    /// <summary>Adds the shares of all threads, in order, and writes blocks [first, end) of output channels.</summary>
    private void Write(float* toWeight, int first, int end, int shares, WeightGradientShape shape)
    {
        int kernel = shape.Kernel, taps = kernel * kernel;
        long outputSize = (long)shape.InChannels * taps;
        float* sum = stackalloc float[WeightGradientShape.Lanes];
        for (int block = first; block < end; block++)
        {
            long at = block * (long)shape.Tiles * shape.TileSize;
            for (int tile = 0; tile < shape.ChannelTiles; tile++)
            {
                for (int column = 0; column < kernel; column += shape.TileColumns, at += shape.TileSize)
                {
                    int channels = shape.ChannelsOf(tile), numbers = kernel * shape.TileColumns * channels;
                    for (int i = 0; i < numbers; i++)
                    {
                        int channel = tile * shape.TileChannels + i % channels, tap = i / channels;
                        int position = tap / shape.TileColumns * kernel + column + tap % shape.TileColumns;
                        var total = Vector512.Load(_scratch[0].Sums + at + i * WeightGradientShape.Lanes);
                        for (int share = 1; share < shares; share++) total += Vector512.Load(_scratch[share].Sums + at + i * WeightGradientShape.Lanes);
                        total.Store(sum);
                        float* to = toWeight + block * WeightGradientShape.Lanes * outputSize + channel * taps + position;
                        for (int o = 0; o < WeightGradientShape.Lanes; o++) to[o * outputSize] = sum[o];
                    }
                }
            }
        }
    }

    private WeightGradientCode Code(WeightGradientShape shape)
    {
        if (!_codes.TryGetValue(shape, out WeightGradientCode? code)) _codes[shape] = code = new(shape);
        return code;
    }

    private static bool CanAssemble()
    {
        using MachineCode? code = MachineCode.TryAssemble(c => c.ret());
        return code is not null;
    }
}
