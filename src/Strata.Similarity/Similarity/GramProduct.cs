using System.Runtime.Intrinsics;
using Strata.Activations;
using Strata.Processor;
using Strata.Runtime;
using Strata.Similarity.Kernels;
using Strata.Training;

namespace Strata.Similarity;

/// <summary>
/// Gram matrices X·Xᵀ of a batch in fp32, of which only the upper triangle is multiplied: X is read once, packed by strips of 16 examples,
/// and each thread sums its share of the features. More than 256 examples go by pairs of blocks of 256.
/// </summary>
internal sealed unsafe class GramProduct : IDisposable
{
    /// <summary>Examples of a block: a panel of them is 256 kB, a quarter of a second-level cache.</summary>
    private const int Block = 256;

    /// <summary>The most features that a thread packs at once where channels need not be told apart.</summary>
    private const int Chunk = 2 * GramScratch.Depth;

    private readonly GramScratch[] _parts;
    private readonly int _strips;
    private readonly bool _words, _bytes;
    private bool _exact;

    /// <param name="batch">The most examples at once.</param>
    /// <param name="precision">Bf16: in 8 bits where the processor has the instructions, or else in 16; without either in fp32.</param>
    /// <param name="assembled">False: as on systems where no functions can be made at run time.</param>
    /// <param name="threads">One, or null for all that are set: each sums a share of the features, so that bits depend on their
    /// number.</param>
    public GramProduct(int batch, Precision precision = Precision.Fp32, bool assembled = true, int? threads = null)
    {
        _bytes = precision == Precision.Bf16 && assembled && Capability.ByteTiles.CanRun;
        _words = precision == Precision.Bf16 && !_bytes && Capability.WordTiles.CanRun;
        _strips = Curves(Math.Min(batch, Block));
        _parts = [.. Enumerable.Range(0, threads ?? ParallelRows.Parts).Select(_ => new GramScratch(_strips, batch > Block))];
    }

    /// <summary>Whether this processor multiplies rounded numbers where it may.</summary>
    public static bool Rounds => Capability.ByteTiles.CanRun || Capability.WordTiles.CanRun;

    /// <summary>Bytes that this takes for so many examples and threads.</summary>
    public static long Bytes(int batch, int threads) => threads * GramScratch.Bytes(Curves(Math.Min(batch, Block)), batch > Block);

    /// <summary>
    /// The strict upper triangle, by rows, of the Gram of the output, each feature less an offset that centring takes off anyway.
    /// </summary>
    /// <param name="output">In single precision, [n, ...].</param>
    /// <param name="gram">Gets n(n − 1)/2 numbers.</param>
    /// <param name="scaling">A layer that scales the output's channels, or null.</param>
    /// <param name="scaledGram">Gets that layer's Gram.</param>
    /// <param name="diagonal">[n] gets the diagonal.</param>
    /// <param name="scaledDiagonal">[n] gets that of the scaled layer.</param>
    /// <param name="exact">In fp32 whatever the precision.</param>
    /// <returns>
    /// tr K of both layers as they came, but for a factor of at most two, which offsets leave open where they are no larger than what
    /// differs; not finite where the output is not.
    /// </returns>
    public (double Trace, double ScaledTrace) Compute(LayerOutput output, float* gram, float* diagonal, ChannelScaling? scaling,
        float* scaledGram, float* scaledDiagonal, bool exact = false)
    {
        _exact = exact;
        if (scaling is not null && !output.IsChannelsLast && !output.HasBothOrders)
            output = new(output.ToChannelsLast(), output.Shape.ToArray(), channelsLast: true);
        fixed (byte* values = &output.FirstByte)
            return Compute(FeatureRows.Of((nint)values, output, scaling is not null), gram, diagonal, scaling, scaledGram, scaledDiagonal);
    }

    private (double Trace, double ScaledTrace) Compute(FeatureRows features, float* gram, float* diagonal, ChannelScaling? scaling,
        float* scaledGram, float* scaledDiagonal)
    {
        int n = features.Examples;
        (double trace, double scaledTrace) = (0, 0);
        for (int first = 0; first < n; first += Block)
        {
            for (int second = first; second < n; second += Block)
            {
                int rows = Math.Min(Block, n - first), columns = Math.Min(Block, n - second);
                foreach (GramScratch part in _parts) part.Clear();
                if (scaling is null) Multiply(features, first, rows, second, columns);
                else MultiplyChannels(features, first, rows, second, columns, scaling);
                trace += Write(scaled: false, first, rows, second, columns, n, gram, diagonal);
                if (scaling is not null) scaledTrace += Write(scaled: true, first, rows, second, columns, n, scaledGram, scaledDiagonal);
                if (second > 0) continue;
                foreach (GramScratch part in _parts) (trace, scaledTrace) = (trace + n * part.Shift, scaledTrace + n * part.ScaledShift);
            }
        }
        return (trace, scaledTrace);
    }

    public void Dispose()
    {
        foreach (GramScratch part in _parts) part.Dispose();
    }

    private static int Curves(int rows) => (rows + 15) / 16;

    private void Share(int units, Action<int, int, int> body) => ParallelRows.For(units, _parts.Length == 1 ? units : 1, body);

    private void Multiply(FeatureRows x, int first, int rows, int second, int columns)
    {
        bool bytes = _bytes && !_exact && x.FitsBytes;
        int whole = bytes ? ByteStrip.Block : 16;
        long share = (x.Features + _parts.Length - 1) / _parts.Length;
        int chunk = (int)Math.Min(bytes ? ByteStrip.Depth : Chunk, (share + whole - 1) / whole * whole);
        Share((int)((x.Features + chunk - 1) / chunk), (part, begin, end) =>
        {
            GramScratch scratch = _parts[part];
            scratch.Begin(scaled: false);
            for (int unit = begin; unit < end; unit++)
            {
                long from = (long)unit * chunk;
                int count = (int)Math.Min(chunk, x.Features - from);
                x.Offsets(from, count, scratch.Offsets);
                scratch.Shift += Squares(scratch.Offsets, (count + 15) / 16, Vector512<float>.One, default);
                if (bytes)
                {
                    x.PackBytes(from, count, first, rows, scratch.Offsets, (sbyte*)scratch.A, scratch.UnitsA, scratch.Starts);
                    if (second > first) x.PackBytes(from, count, second, columns, scratch.Offsets, (sbyte*)scratch.B, scratch.UnitsB, null);
                    AddBytes(scratch, 0, rows, second > first ? columns : 0, count, null);
                    continue;
                }
                x.Pack(from, count, first, rows, scratch.Offsets, scratch.A, scratch.PanelSize);
                if (second > first) x.Pack(from, count, second, columns, scratch.Offsets, scratch.B, scratch.PanelSize);
                for (int k = 0; k < count; k += GramScratch.Depth)
                    AddPanel(scratch, k / GramScratch.Depth, rows, second > first ? columns : 0,
                        Math.Min(GramScratch.Depth, (count - k + 15) & ~15), null);
            }
        });
    }

    private void MultiplyChannels(FeatureRows x, int first, int rows, int second, int columns, ChannelScaling scaling)
    {
        int groups = (x.Channels + GramScratch.Panels - 1) / GramScratch.Panels;
        bool bytes = _bytes && !_exact && x.FitsBytes;
        int pixels = Math.Clamp((int)(((long)x.Pixels * groups + _parts.Length - 1) / _parts.Length), 1, bytes ? GramScratch.BytePixels
            : GramScratch.Depth);
        if (bytes) pixels = (pixels + 3) & ~3;
        int chunks = (x.Pixels + pixels - 1) / pixels;
        Share(groups * chunks, (part, begin, end) =>
        {
            GramScratch scratch = _parts[part];
            scratch.Begin(scaled: true);
            for (int unit = begin; unit < end; unit++)
            {
                // Groups of one chunk follow each other: they share cache lines.
                int channel = unit % groups * GramScratch.Panels, pixel = unit / groups * pixels;
                int count = Math.Min(GramScratch.Panels, x.Channels - channel), depth = Math.Min(pixels, x.Pixels - pixel);
                x.ChannelOffsets(channel, count, pixel, depth, scratch.Offsets);
                scratch.Shift += Squares(scratch.Offsets, depth, Vector512<float>.One, default);
                scratch.ScaledShift += Squares(scratch.Offsets, depth, Line(scaling.Factors, channel, count),
                    Line(scaling.Offsets, channel, count));
                if (bytes)
                {
                    x.PackChannelBytes(channel, pixel, depth, first, rows, scratch.Offsets, (sbyte*)scratch.A,
                        scratch.PanelSize * sizeof(float), scratch.UnitsA, scratch.Starts, _strips * 16);
                    if (second > first)
                        x.PackChannelBytes(channel, pixel, depth, second, columns, scratch.Offsets, (sbyte*)scratch.B,
                            scratch.PanelSize * sizeof(float), scratch.UnitsB, null, _strips * 16);
                }
                else
                {
                    x.PackChannels(channel, count, pixel, depth, first, rows, scratch.Offsets, scratch.A, scratch.PanelSize);
                    if (second > first)
                        x.PackChannels(channel, count, pixel, depth, second, columns, scratch.Offsets, scratch.B, scratch.PanelSize);
                }
                for (int c = 0; c < count; c++)
                {
                    float factor = scaling.Factors[channel + c];
                    if (bytes) AddBytes(scratch, c, rows, second > first ? columns : 0, depth, factor * factor);
                    else AddPanel(scratch, c, rows, second > first ? columns : 0, depth, factor * factor);
                }
            }
        });
    }

    /// <summary>Adds the products of one packed panel; without columns, those of its rows with one another.</summary>
    private void AddPanel(GramScratch scratch, int panel, int rows, int columns, int depth, float? factor)
    {
        float* a = scratch.A + panel * scratch.PanelSize, b = columns > 0 ? scratch.B + panel * scratch.PanelSize : a;
        int down = Curves(rows), across = columns > 0 ? Curves(columns) : down;
        int pairs = (depth + 1) / 2;
        bool words = _words && !_exact;
        if (words)
        {
            WordPanel.Round(a, down, depth, scratch.UnitsA);
            if (columns > 0) WordPanel.Round(b, across, depth, scratch.UnitsB);
        }
        float* units = columns > 0 ? scratch.UnitsB : scratch.UnitsA;
        for (int i = 0; i < down; i++)
        {
            for (int j = columns > 0 ? 0 : i, strips; j < across; j += strips)
            {
                strips = words ? 1 : Math.Min(2, across - j);
                long at = (long)(i * _strips + j) * FloatTile.Size;
                float* tile = scratch.Tiles + at, scaled = factor is null ? null : scratch.ScaledTiles + at;
                if (words)
                    WordTile.Add((int*)a + (long)i * pairs * 16, (int*)b + (long)j * pairs * 16, pairs, scratch.UnitsA + i * 16,
                        units + j * 16, tile, scaled, factor ?? 0);
                else
                    FloatTile.Add(a + (long)i * depth * 16, b + (long)j * depth * 16, depth, tile, scaled, factor ?? 0, strips);
            }
        }
    }

    /// <summary>The same of a panel in 8 bits.</summary>
    private void AddBytes(GramScratch scratch, int panel, int rows, int columns, int depth, float? factor)
    {
        sbyte* a = (sbyte*)(scratch.A + panel * scratch.PanelSize), b = columns > 0 ? (sbyte*)(scratch.B + panel * scratch.PanelSize) : a;
        int down = Curves(rows), across = columns > 0 ? Curves(columns) : down, unit = panel * _strips * 16;
        float* unitsA = scratch.UnitsA + unit, unitsB = columns > 0 ? scratch.UnitsB + unit : unitsA;
        for (int i = 0; i < down; i++)
        {
            for (int j = columns > 0 ? 0 : i, strips; j < across; j += strips)
            {
                strips = Math.Min(2, across - j);
                long at = (long)(i * _strips + j) * FloatTile.Size;
                ByteTile.Add(new(
                    (nint)(a + (long)i * depth * 16), (nint)(b + (long)j * depth * 16), depth / 4, (nint)(scratch.Tiles + at),
                    factor is null ? 0 : (nint)(scratch.ScaledTiles + at), factor ?? 0,
                    (nint)(unitsA + i * 16), (nint)(unitsB + j * 16), (nint)(scratch.Starts + unit + i * 16)), strips);
            }
        }
    }

    /// <summary>Σ (factor·x + offset)² over lines of 16 numbers.</summary>
    private static double Squares(float* values, int lines, Vector512<float> factor, Vector512<float> offset)
    {
        (Vector512<double> factorLow, Vector512<double> factorHigh) = Vector512.Widen(factor);
        (Vector512<double> offsetLow, Vector512<double> offsetHigh) = Vector512.Widen(offset);
        Vector512<double> sum = default;
        for (int k = 0; k < lines; k++)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Load(values + k * 16));
            (low, high) = (factorLow * low + offsetLow, factorHigh * high + offsetHigh);
            sum += low * low + high * high;
        }
        return Vector512.Sum(sum);
    }

    /// <summary>A line of what is known of channels, with zeros behind the last.</summary>
    private static Vector512<float> Line(IReadOnlyList<float> channels, int first, int count)
    {
        Span<float> line = stackalloc float[16];
        for (int c = 0; c < count; c++) line[c] = channels[first + c];
        return Vector512.Create<float>(line);
    }

    /// <summary>Adds the threads' sums in their order and writes the diagonal and what lies above it.</summary>
    /// <returns>The sum of the diagonal.</returns>
    private double Write(bool scaled, int first, int rows, int second, int columns, int n, float* gram, float* diagonal)
    {
        int used = 0;
        float** tiles = stackalloc float*[_parts.Length];
        foreach (GramScratch part in _parts)
        {
            if (part.HasSums) tiles[used++] = scaled ? part.ScaledTiles : part.Tiles;
        }
        double trace = 0;
        float* sums = stackalloc float[Block];
        for (int i = 0; i < rows; i++)
        {
            int from = second > first ? 0 : i / 16 * 16;
            var sum = new Span<float>(sums, columns);
            for (int j = from; j < columns; j += 16)
            {
                long at = (long)(i / 16 * _strips + j / 16) * FloatTile.Size + i % 16 * 16;
                var total = Vector512.Load(tiles[0] + at);
                for (int p = 1; p < used; p++) total += Vector512.Load(tiles[p] + at);
                Vector512.Store(total, sums + j);
            }
            if (second == first) trace += diagonal[first + i] = sums[i];
            long row = first + i, start = row * n - row * (row + 1) / 2;
            int begin = second > first ? 0 : i + 1;
            sum[begin..].CopyTo(new Span<float>(gram + start + (second + begin - row - 1), columns - begin));
        }
        return trace;
    }
}
