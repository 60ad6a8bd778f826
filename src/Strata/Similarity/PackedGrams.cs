using System.Runtime.InteropServices;
using Strata.Activations;
using Strata.Runtime;
using Strata.Similarity.Kernels;
using static TorchSharp.torch;

namespace Strata.Similarity;

/// <summary>
/// The U-centred Grams of one batch, a row per layer. A Gram is symmetric with a zero diagonal, so its strict upper triangle, n(n−1)/2 numbers,
/// says all: ⟨G, G′⟩ is twice the dot product of two rows. Rows are fp32 as the products behind them are; what is added up is double.
/// </summary>
internal sealed unsafe class PackedGrams : IDisposable
{
    private readonly float* _rows;
    private readonly long _stride;
    private readonly int _layers;
    private readonly double[] _traces;
    private readonly GramProduct _product;

    public PackedGrams(int layers, int batch)
    {
        (_layers, _stride, _traces) = (layers, Stride(batch), new double[layers]);
        _rows = (float*)NativeMemory.AlignedAlloc((nuint)(layers * _stride * sizeof(float)), 64);
        _product = new(batch);
    }

    /// <summary>Bytes that the Grams of so many layers take, with what making them needs.</summary>
    public static long Bytes(int layers, int batch) => layers * Stride(batch) * sizeof(float) + GramProduct.Bytes(batch);

    /// <summary>Reduces the output of a layer, float32 [n, ...], to its Gram, and with it that of a layer which scales its channels.</summary>
    public void Set(int layer, Tensor output, int scaledLayer = -1, ChannelScaling? scaling = null)
    {
        (double trace, double scaled) = _product.Compute(output, Row(layer), scaling, scaling is null ? null : Row(scaledLayer));
        _traces[layer] = trace;
        if (scaling is not null) _traces[scaledLayer] = scaled;
    }

    /// <summary>U-centres every Gram of a batch of n examples.</summary>
    /// <returns>tr K of every layer before centring; NaN where its output is not finite.</returns>
    public double[] Center(int n)
    {
        ParallelRows.For(_layers, (_, first, end) =>
        {
            double[] means = new double[n];
            for (int layer = first; layer < end; layer++) TriangleCentering.Run(Row(layer), n, means);
        });
        return [.. _traces.Select(trace => double.IsFinite(trace) ? trace : double.NaN)];
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

    public void Dispose()
    {
        NativeMemory.AlignedFree(_rows);
        _product.Dispose();
    }

    private float* Row(int layer) => _rows + layer * _stride;

    /// <summary>Numbers of a triangle, rounded up to whole vectors; the last are zeros.</summary>
    private static long Used(long n) => (n * (n - 1) / 2 + 15) / 16 * 16;

    private static long Stride(long batch) => Used(batch);
}
