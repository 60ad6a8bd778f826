using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Strata.Processor;
using Strata.Runtime;

namespace Strata.Engine.Kernels;

/// <summary>
/// The gradient of a convolution's weights from bf16 channels-last activations: dW[o, i, r, s] = Σ g[n, y, x, o] · input[n, y·stride + r −
/// p, x·stride + s − p, i]. Products are summed in fp32 over a few images and these sums over all images of a thread, in an order that only
/// the number of threads decides. Threads share the images, or the output channels where there are enough of them; none waits in a loop for
/// another.
/// </summary>
internal sealed unsafe class WeightGradient : IDisposable
{
    /// <summary>
    /// Pairs that are summed in registers, if one image has not more: enough that reading and writing the sums afterwards is little; more
    /// would leave the second-level cache, and round more.
    /// </summary>
    private const int ChainedPairs = 512;

    /// <summary>
    /// Blocks of output channels for each thread from which they are what threads share: then there is nothing to add up, and packing the
    /// input in every thread is little.
    /// </summary>
    private const int LeastBlocks = 4;

    /// <summary>Numbers below which another thread costs more to wake than it writes.</summary>
    private const int LeastWritten = 1 << 15;

    private readonly Dictionary<WeightGradientLayout, WeightGradientCode> _codes = [];
    private readonly List<WeightGradientScratch> _scratch = [];

    public static bool Supports(ConvolutionShape shape)
        => Capability.Bf16WeightGradients.CanRun && shape.In > 0 && shape.Out > 0
        && shape.Out % WeightGradientLayout.Lanes == 0 && shape.Size is 1 or 3
        && shape.Stride is 1 or 2;

    /// <summary>Sums that are there at a time, for so many filters and threads.</summary>
    public static long Copies(int filters, int threads) => SharesChannels(filters / WeightGradientLayout.Lanes, threads) ? 1 : threads;

    private static bool SharesChannels(int blocks, int threads) => blocks >= LeastBlocks * threads;

    /// <param name="gradient">bf16 [images, outHeight, outWidth, out].</param>
    /// <param name="input">bf16 [images, height, width, in].</param>
    /// <param name="toWeight">Gets [out, in, kernel, kernel].</param>
    /// <param name="images">At least one.</param>
    /// <param name="shape">One that <see cref="Supports"/> names.</param>
    public void Run(ushort* gradient, ushort* input, float* toWeight, int images, ConvolutionShape shape)
    {
        var layout = new WeightGradientLayout(shape);
        WeightGradientCode code = Code(layout);
        int parts = ParallelRows.Parts;
        bool byChannels = SharesChannels(layout.OutBlocks, parts);
        int shares = byChannels ? 1 : Math.Min(parts, images);
        while (_scratch.Count < parts) _scratch.Add(new());
        if (byChannels)
        {
            _scratch[0].ReserveSums(layout.SumsSize);
            float* sums = _scratch[0].Sums;
            ParallelRows.For(layout.OutBlocks,
                (part, first, end) => Sum(gradient, input, 0, images, first, end, layout, code, _scratch[part], sums));
        }
        else
        {
            ParallelRows.For(images, (part, first, end) =>
            {
                _scratch[part].ReserveSums(layout.SumsSize);
                Sum(gradient, input, first, end, 0, layout.OutBlocks, layout, code, _scratch[part], _scratch[part].Sums);
            });
        }
        int least = Math.Max(1, LeastWritten / (layout.Tiles * layout.TileSize));
        ParallelRows.For(layout.OutBlocks, least, (_, first, end) => Write(toWeight, first, end, shares, layout));
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
        ushort* gradient, ushort* input, int first, int end, int firstBlock, int endBlock, WeightGradientLayout layout,
        WeightGradientCode code,
        WeightGradientScratch scratch, float* sums)
    {
        int blocks = endBlock - firstBlock;
        long tiles = (long)layout.Tiles * layout.TileSize;
        NativeMemory.Clear(sums + firstBlock * tiles, (nuint)(blocks * tiles * sizeof(float)));
        int chunk = Math.Clamp(ChainedPairs / (layout.Shape.OutHeight * layout.Pairs), 1, end - first);
        scratch.ReservePairs(chunk * (blocks * layout.OutImageBytes + layout.InImageBytes));
        byte* packedInput = scratch.Pairs, packedGradient = packedInput + chunk * layout.InImageBytes;
        long inSize = (long)layout.Shape.Height * layout.Shape.Width * layout.Shape.In,
            outSize = (long)layout.Shape.OutHeight * layout.Shape.OutWidth * layout.Shape.Out;
        for (int image = first; image < end; image += chunk)
        {
            int count = Math.Min(chunk, end - image), ahead = Math.Min(chunk, end - image - count);
            ushort* g = gradient + image * outSize, x = input + image * inSize;
            var nextInput = new ReadAhead(x + count * inSize, ahead * inSize, packedInput,
                count * layout.Shape.OutHeight * PairProducts.LinesAhead(layout, 2 * inSize));
            var nextGradient = new ReadAhead(g + count * outSize, ahead * outSize, packedInput,
                count * layout.Shape.OutHeight * PairProducts.LinesAhead(layout, 2 * outSize));
            for (int block = 0; block < blocks; block++)
            {
                for (int i = 0; i < count; i++)
                    code.Gradient.Pack(g + i * outSize + (firstBlock + block) * WeightGradientLayout.Lanes,
                        packedGradient + (block * count + i) * layout.OutImageBytes, layout.Shape.OutHeight);
            }
            for (int inBlock = 0; inBlock < layout.InBlocks; inBlock++)
            {
                PixelPairs pairs = inBlock + 1 < layout.InBlocks ? code.Input : code.LastInput;
                for (int i = 0; i < count; i++)
                    pairs.Pack(x + i * inSize + inBlock * WeightGradientLayout.Lanes, packedInput + i * layout.InImageBytes, layout.InRows);
                int firstTile = inBlock * layout.BlockTiles, endTile = Math.Min(layout.ChannelTiles, firstTile + layout.BlockTiles);
                for (int block = 0; block < blocks; block++)
                {
                    float* to = sums + (firstBlock + block) * tiles
                        + (long)firstTile * (layout.Shape.Size / layout.TileColumns) * layout.TileSize;
                    for (int tile = firstTile; tile < endTile; tile++)
                    {
                        PairProducts products = tile + 1 < layout.ChannelTiles ? code.Tile : code.LastTile;
                        for (int column = 0; column < layout.Shape.Size; column += layout.TileColumns, to += layout.TileSize)
                        {
                            byte* at = packedInput + (tile - firstTile) * layout.TileChannels * 4
                                + (layout.TileColumns == 1 ? layout.ColumnOffset(column) : 0);
                            products.Add(packedGradient + block * count * layout.OutImageBytes, at, to, count, nextInput.Next(),
                                nextGradient.Next());
                        }
                    }
                }
            }
        }
    }

    /// <summary>Adds the shares of all threads, in order, and writes blocks [first, end) of output channels.</summary>
    private void Write(float* toWeight, int first, int end, int shares, WeightGradientLayout layout)
    {
        int kernel = layout.Shape.Size, taps = kernel * kernel;
        long outputSize = (long)layout.Shape.In * taps;
        float* sum = stackalloc float[WeightGradientLayout.Lanes];
        for (int block = first; block < end; block++)
        {
            long at = block * (long)layout.Tiles * layout.TileSize;
            for (int tile = 0; tile < layout.ChannelTiles; tile++)
            {
                for (int column = 0; column < kernel; column += layout.TileColumns, at += layout.TileSize)
                {
                    int channels = layout.ChannelsOf(tile), numbers = kernel * layout.TileColumns * channels;
                    for (int i = 0; i < numbers; i++)
                    {
                        int channel = tile * layout.TileChannels + i % channels, tap = i / channels;
                        int position = tap / layout.TileColumns * kernel + column + tap % layout.TileColumns;
                        var total = Vector512.Load(_scratch[0].Sums + at + i * WeightGradientLayout.Lanes);
                        for (int share = 1; share < shares; share++)
                            total += Vector512.Load(_scratch[share].Sums + at + i * WeightGradientLayout.Lanes);
                        total.Store(sum);
                        float* to = toWeight + block * WeightGradientLayout.Lanes * outputSize + channel * taps + position;
                        for (int o = 0; o < WeightGradientLayout.Lanes; o++) to[o * outputSize] = sum[o];
                    }
                }
            }
        }
    }

    private WeightGradientCode Code(WeightGradientLayout layout)
    {
        if (!_codes.TryGetValue(layout, out WeightGradientCode? code)) _codes[layout] = code = new(layout);
        return code;
    }
}
