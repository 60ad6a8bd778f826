using System.Runtime.InteropServices;
using Strata.Activations;
using Strata.Runtime;
using Strata.Similarity.Kernels;
using Strata.Training;
using static TorchSharp.torch;

namespace Strata.Similarity;

/// <summary>
/// The U-centred Grams of one batch, a row per layer. A Gram is symmetric with a zero diagonal, so its strict upper triangle, n(n−1)/2 numbers,
/// says all: ⟨G, G′⟩ is twice the dot product of two rows. Rows are fp32 as the products behind them are; what is added up is double.
/// </summary>
internal sealed unsafe class PackedGrams : IDisposable
{
    private readonly float* _rows, _diagonals;
    private readonly long _stride;
    private readonly int _batch;
    private readonly int _layers;
    private readonly double[] _traces;
    private readonly GramProduct _product;

    public PackedGrams(int layers, int batch, Precision precision = Precision.Fp32)
    {
        (_layers, _batch, _stride, _traces) = (layers, batch, Stride(batch), new double[layers]);
        _rows = (float*)NativeMemory.AlignedAlloc((nuint)(layers * _stride * sizeof(float)), 64);
        _diagonals = (float*)NativeMemory.AlignedAlloc((nuint)((long)layers * batch * sizeof(float)), 64);
        _product = new(batch, precision);
    }

    /// <summary>Bytes that the Grams of so many layers take, with what making them needs.</summary>
    public static long Bytes(int layers, int batch) => layers * (Stride(batch) + batch) * sizeof(float) + GramProduct.Bytes(batch);

    /// <summary>Reduces the output of a layer, float32 [n, ...], to its Gram, and with it that of a layer which scales its channels.</summary>
    public void Set(int layer, Tensor output, int scaledLayer = -1, ChannelScaling? scaling = null)
    {
        bool alone = scaling is null;
        (double trace, double scaled) = _product.Compute(output, Row(layer), Diagonal(layer), scaling, alone ? null : Row(scaledLayer), alone ? null : Diagonal(scaledLayer));
        _traces[layer] = trace;
        if (scaling is not null) _traces[scaledLayer] = scaled;
    }

    /// <summary>U-centres every Gram of a batch of n examples.</summary>
    /// <param name="components">Leading components to find in each layer.</param>
    /// <param name="remove">How many of them are taken off before the Gram is centred.</param>
    /// <returns>tr K of every layer before centring, NaN where its output is not finite; and the first component of each.</returns>
    public (double[] Traces, FirstComponent[]? Components) Center(int n, int components = 0, int remove = 0)
    {
        var found = components > 0 ? new FirstComponent[_layers] : null;
        ParallelRows.For(_layers, (_, first, end) =>
        {
            double[] means = new double[n];
            for (int layer = first; layer < end; layer++)
            {
                TriangleCentering.Run(Row(layer), n, means);
                if (found is not null) found[layer] = Analyze(layer, n, means, components, remove);
            }
        });
        return ([.. _traces.Select(trace => double.IsFinite(trace) ? trace : double.NaN)], found);
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

    /// <summary>⟨G, G′⟩ for the layers in [firstA, firstA + countA) × [firstB, firstB + countB), row-major; half the work where both are the same.</summary>
    public double[] Products(int firstA, int countA, int firstB, int countB, int n)
    {
        double[] products = new double[(long)countA * countB];
        bool within = firstA == firstB && countA == countB;
        int down = (countA + TriangleProduct.Block - 1) / TriangleProduct.Block, across = (countB + TriangleProduct.Block - 1) / TriangleProduct.Block;
        var blocks = new List<(int I, int J)>();
        for (int i = 0; i < down; i++)
            for (int j = within ? i : 0; j < across; j++) blocks.Add((i * TriangleProduct.Block, j * TriangleProduct.Block));
        ParallelRows.For(blocks.Count, (_, first, end) =>
        {
            double[] sums = new double[TriangleProduct.Block * TriangleProduct.Block];
            for (int block = first; block < end; block++)
            {
                (int i, int j) = blocks[block];
                int rows = Math.Min(TriangleProduct.Block, countA - i), columns = Math.Min(TriangleProduct.Block, countB - j);
                TriangleProduct.Run(Row(firstA + i), rows, Row(firstB + j), columns, _stride, Used(n), sums);
                for (int r = 0; r < rows; r++)
                {
                    for (int c = 0; c < columns; c++)
                    {
                        double product = 2 * sums[r * TriangleProduct.Block + c];
                        products[(long)(i + r) * countB + j + c] = product;
                        if (within) products[(long)(j + c) * countB + i + r] = product;
                    }
                }
            }
        });
        return products;
    }

    /// <summary>Finds leading components of a layer whose Gram is centred already; the first of them is the result.</summary>
    private FirstComponent Analyze(int layer, int n, double[] means, int components, int remove)
    {
        if (!double.IsFinite(_traces[layer])) return new(double.NaN, null);
        // The diagonal under the shift that centring has given the rest.
        double[] diagonal = new double[n];
        for (int i = 0; i < n; i++) diagonal[i] = Diagonal(layer)[i] - 2 * means[i];
        var leading = new LeadingComponents(Row(layer), diagonal);
        FirstComponent first = default;
        var pairs = new List<(double Value, double[] Vector)>();
        while (pairs.Count < components && leading.Next() is (double value, { } vector)) pairs.Add((value, vector));
        // The rows of a U-centred Gram sum to 0, so that tr HKH is the diagonal's alone.
        if (pairs.Count > 0) first = new(pairs[0].Value / (diagonal.Sum() * (1 - 1.0 / n)), pairs[0].Vector);
        if (remove == 0) return first;
        foreach ((double value, double[] vector) in pairs.Take(remove)) TriangleCentering.Remove(Row(layer), n, value, vector);
        TriangleCentering.Run(Row(layer), n, means);
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
