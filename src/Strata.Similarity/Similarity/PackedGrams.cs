using System.Runtime.InteropServices;
using Strata.Activations;
using Strata.Runtime;
using Strata.Similarity.Kernels;
using Strata.Training;

namespace Strata.Similarity;

/// <summary>
/// The U-centred Grams of one batch, a row per layer. A Gram is symmetric with a zero diagonal, so its strict upper triangle, n(n−1)/2
/// numbers, says all: ⟨G, G′⟩ is twice the dot product of two rows. Rows are fp32 as the products behind them are; what is added up is
/// double.
/// </summary>
internal sealed unsafe class PackedGrams : IDisposable
{
    /// <summary>
    /// Mean squares of what differs are so far from the smallest numbers of fp32 that they keep their digits, and sums so far from the
    /// largest.
    /// </summary>
    private const double Smallest = 1e-24, Largest = 1e30;

    private readonly float* _rows, _diagonals;
    private readonly long _stride;
    private readonly int _batch;
    private readonly int _layers;
    private readonly double[] _lost;
    private readonly GramProduct _product;

    /// <param name="layers">Rows.</param>
    /// <param name="batch">The most examples.</param>
    /// <param name="precision">Bf16 rounds what enters a product.</param>
    /// <param name="threads">As <see cref="GramProduct"/> has it.</param>
    public PackedGrams(int layers, int batch, Precision precision = Precision.Fp32, int? threads = null)
    {
        (_layers, _batch, _stride, _lost, Exponents) = (layers, batch, Stride(batch), new double[layers], new int[layers]);
        _rows = (float*)NativeMemory.AlignedAlloc((nuint)(layers * _stride * sizeof(float)), 64);
        _diagonals = (float*)NativeMemory.AlignedAlloc((nuint)((long)layers * batch * sizeof(float)), 64);
        _product = new(batch, precision, threads: threads);
    }

    /// <summary>Bytes that the Grams of so many layers take, with what making them needs.</summary>
    public static long Bytes(int layers, int batch, int threads)
        => layers * (Stride(batch) + batch) * sizeof(float) + GramProduct.Bytes(batch, threads);

    /// <summary>[layers]: Grams are those of the layers in units of two to this power.</summary>
    public int[] Exponents { get; }

    /// <summary>Reduces the output of a layer to its Gram, and with it that of a layer which scales its channels.</summary>
    /// <param name="output">[n, ...].</param>
    /// <param name="roundoff">Of the output's numbers.</param>
    /// <param name="exact">In fp32 whatever the precision.</param>
    public void Set(int layer, LayerOutput output, double roundoff, bool exact, int scaledLayer = -1, ChannelScaling? scaling = null)
    {
        int n = output.Examples;
        var rows = FloatRows.Of(output);
        Multiply(rows);
        double squares = 0;
        for (int i = 0; i < n; i++) squares += Diagonal(layer)[i];
        if (!(squares > Smallest * n * output.Features && squares < Largest) && rows.TryScale(out FloatRows scaled)) Multiply(scaled);

        void Multiply(FloatRows rows)
        {
            ChannelScaling? channels = scaling?.InUnitsOf(rows.Exponent);
            (double energy, double scaledEnergy) = _product.Compute(rows.Values, Row(layer), Diagonal(layer), channels,
                channels is null ? null : Row(scaledLayer), channels is null ? null : Diagonal(scaledLayer), exact);
            (Exponents[layer], _lost[layer]) = (rows.Exponent, LayerTerms.LostOf(rows.Energy ?? energy, roundoff));
            if (channels is null) return;
            (Exponents[scaledLayer], _lost[scaledLayer]) = (rows.Exponent + channels.Exponent, LayerTerms.LostOf(scaledEnergy, roundoff));
        }
    }

    /// <summary>U-centres every Gram of a batch of n examples.</summary>
    /// <param name="components">Leading components to find in each layer.</param>
    /// <param name="remove">How many of them are taken off before the Gram is centred.</param>
    /// <returns>
    /// tr HKH of every layer, not finite where its output is not; what storing the output may have added to it; and the first component of
    /// each.
    /// </returns>
    public (double[] Spreads, double[] Lost, FirstComponent[]? Components) Center(int n, int components = 0, int remove = 0)
    {
        var found = components > 0 ? new FirstComponent[_layers] : null;
        double[] spreads = new double[_layers];
        ParallelRows.For(_layers, (_, first, end) =>
        {
            double[] means = new double[n];
            for (int layer = first; layer < end; layer++)
            {
                TriangleCentering.Run(Row(layer), n, means);
                // The diagonal under the shift that centring has given the rest.
                double[] diagonal = new double[n];
                for (int i = 0; i < n; i++) diagonal[i] = Diagonal(layer)[i] - 2 * means[i];
                // The rows of a U-centred Gram sum to 0, so that tr HKH is the diagonal's alone.
                spreads[layer] = diagonal.Sum() * (1 - 1.0 / n);
                if (found is not null) found[layer] = Analyze(layer, diagonal, spreads[layer], components, remove);
            }
        });
        return (spreads, [.. _lost], found);
    }

    /// <summary>⟨G, G⟩ of every layer.</summary>
    public double[] SelfProducts(int n)
    {
        double[] self = new double[_layers];
        ParallelRows.For(_layers, (_, first, end) =>
        {
            for (int layer = first; layer < end; layer++) self[layer] = 2 * TriangleProduct.Dot(Row(layer), Row(layer), Used(n));
        });
        return self;
    }

    /// <summary>
    /// ⟨G, G′⟩ for every range of pairs, row-major; half the work where both sides are the same. All pairs go over the same numbers of each
    /// row before any goes on to the next, so that memory is read once for all.
    /// </summary>
    public double[][] Products(IReadOnlyList<LayerRanges> pairs, int n)
    {
        const int Block = TriangleProduct.Block;
        var blocks = new List<(int Pair, int I, int J)>();
        for (int p = 0; p < pairs.Count; p++)
        {
            for (int i = 0; i < pairs[p].CountA; i += Block)
                for (int j = pairs[p].Within ? i : 0; j < pairs[p].CountB; j += Block) blocks.Add((p, i, j));
        }
        double[][] products = [.. pairs.Select(p => new double[p.CountA * p.CountB])];
        ParallelRows.For(blocks.Count, (_, first, end) =>
        {
            double[] sums = new double[(end - first) * Block * Block];
            fixed (double* to = sums)
            {
                for (long at = 0; at < Used(n); at += TriangleProduct.Depth)
                {
                    int count = (int)Math.Min(TriangleProduct.Depth, Used(n) - at);
                    for (int block = first; block < end; block++)
                    {
                        (int pair, int i, int j) = blocks[block];
                        LayerRanges p = pairs[pair];
                        TriangleProduct.Add(Row(p.FirstA + i) + at, Math.Min(Block, p.CountA - i), Row(p.FirstB + j) + at,
                            Math.Min(Block, p.CountB - j), _stride, count, to + (block - first) * Block * Block);
                    }
                }
            }
            for (int block = first; block < end; block++)
            {
                (int pair, int i, int j) = blocks[block];
                Spread(sums.AsSpan((block - first) * Block * Block, Block * Block), pairs[pair], i, j, products[pair]);
            }
        });
        return products;
    }

    private static void Spread(ReadOnlySpan<double> sums, LayerRanges ranges, int i, int j, double[] products)
    {
        for (int r = 0; r < Math.Min(TriangleProduct.Block, ranges.CountA - i); r++)
        {
            for (int c = 0; c < Math.Min(TriangleProduct.Block, ranges.CountB - j); c++)
            {
                double product = 2 * sums[r * TriangleProduct.Block + c];
                products[(i + r) * ranges.CountB + j + c] = product;
                if (ranges.Within) products[(j + c) * ranges.CountB + i + r] = product;
            }
        }
    }

    /// <summary>Finds leading components of a layer whose Gram is centred already; the first of them is the result.</summary>
    private FirstComponent Analyze(int layer, double[] diagonal, double spread, int components, int remove)
    {
        if (!double.IsFinite(spread)) return new(double.NaN, null);
        int n = diagonal.Length;
        var leading = new LeadingComponents(Row(layer), diagonal);
        FirstComponent first = default;
        var pairs = new List<(double Value, double[] Vector)>();
        while (pairs.Count < components && leading.Next() is (double value, { } vector)) pairs.Add((value, vector));
        if (pairs.Count > 0) first = new(Math.Min(1, pairs[0].Value / spread), pairs[0].Vector);
        if (remove == 0) return first;
        foreach ((double value, double[] vector) in pairs.Take(remove)) TriangleCentering.Remove(Row(layer), n, value, vector);
        TriangleCentering.Run(Row(layer), n, new double[n]);
        return first;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_rows);
        NativeMemory.AlignedFree(_diagonals);
        _product.Dispose();
    }

    private float* Row(int layer) => _rows + layer * _stride;

    private float* Diagonal(int layer) => _diagonals + (long)layer * _batch;

    /// <summary>Numbers of a triangle, rounded up to whole vectors; the last are zeros.</summary>
    private static long Used(long n) => (n * (n - 1) / 2 + 15) / 16 * 16;

    private static long Stride(long batch) => Used(batch);
}
