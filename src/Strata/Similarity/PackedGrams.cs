using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Similarity;

/// <summary>
/// The U-centred Grams of one batch, a row per layer. A Gram is symmetric with a zero diagonal, so its strict upper triangle, n(n−1)/2
/// numbers, says all: ⟨G, G′⟩ is twice the dot product of two rows. One matrix for the whole comparison; memory is layers × n²/2.
/// </summary>
internal sealed unsafe class PackedGrams : IDisposable
{
    private readonly Tensor _rows;
    private readonly int _capacity;

    public PackedGrams(int layers, int batch)
    {
        _capacity = batch * (batch - 1) / 2;
        _rows = torch.zeros([layers, _capacity], dtype: ScalarType.Float64).DetachFromDisposeScope();
    }

    /// <summary>Bytes that a comparison of so many layers takes.</summary>
    public static long Bytes(int layers, int batch) => (long)layers * batch * (batch - 1) / 2 * sizeof(double);

    /// <summary>Reduces the output of one layer, float32 [n, ...], to its centred Gram.</summary>
    /// <returns>n times the mean squared norm of the uncentred rows, tr K; NaN where the output is not finite.</returns>
    public double Set(int layer, Tensor output)
    {
        using DisposeScope scope = NewDisposeScope();
        int n = (int)output.shape[0];
        Tensor x = output.reshape(n, -1);
        // Neutral for the U-centred Gram, which ignores any shift of the features, and the products lose less to cancellation.
        Tensor mean = x.mean([0], keepdim: true);
        Tensor centered = x - mean;
        Tensor gram = centered.mm(centered.t());
        double shift = mean.pow(2).sum().to(ScalarType.Float64).item<double>() * n;
        ReadOnlySpan<float> values = TensorMemory.Span<float>(gram);
        double trace = shift;
        for (int i = 0; i < n; i++) trace += values[i * n + i];
        Center(values, n, Row(layer)[..(n * (n - 1) / 2)]);
        return double.IsFinite(trace) ? trace : double.NaN;
    }

    /// <summary>⟨G, G′⟩ for all layers in [firstA, firstA + countA) × [firstB, firstB + countB) of a batch of n examples, row-major.</summary>
    public double[] Products(int firstA, int countA, int firstB, int countB, int n)
    {
        using DisposeScope scope = NewDisposeScope();
        long used = n * (n - 1L) / 2;
        Tensor a = _rows.narrow(0, firstA, countA).narrow(1, 0, used), b = _rows.narrow(0, firstB, countB).narrow(1, 0, used);
        Tensor product = a.mm(b.t());
        double[] result = TensorMemory.Span<double>(product.contiguous()).ToArray();
        for (int i = 0; i < result.Length; i++) result[i] *= 2;
        return result;
    }

    public void Dispose() => _rows.Dispose();

    private Span<double> Row(int layer) => TensorMemory.Span<double>(_rows).Slice(layer * _capacity, _capacity);

    /// <summary>U-centring (Székely and Rizzo 2014): zero diagonal, m_j = Σᵢ G_ij/(n−2), m ← m − Σm/(2(n−1)), G_ij ← G_ij − m_i − m_j.</summary>
    private static void Center(ReadOnlySpan<float> gram, int n, Span<double> packed)
    {
        double[] means = new double[n];
        double total = 0;
        for (int i = 0; i < n; i++)
        {
            double sum = -gram[i * n + i];
            foreach (float value in gram.Slice(i * n, n)) sum += value;
            means[i] = sum / (n - 2);
            total += means[i];
        }
        for (int i = 0; i < n; i++) means[i] -= total / (2 * (n - 1.0));
        int at = 0;
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<float> row = gram.Slice(i * n, n);
            for (int j = i + 1; j < n; j++) packed[at++] = row[j] - means[i] - means[j];
        }
    }
}
