using MathNet.Numerics.LinearAlgebra;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Analysis;

/// <summary>
/// The leading eigenvalue of one layer's covariance by block subspace iteration with Rayleigh–Ritz (Saad 2011 §5.1): a pass over the data
/// multiplies a few orthonormal vectors V by C = X̃ᵀX̃ without ever forming it, exactly centred from running sums.
/// </summary>
internal sealed class SubspaceIteration(int vectors, long seed, int layer) : IDisposable
{
    private Tensor? _basis, _shift, _product, _sum, _projection;
    private double _squares;
    private int _examples;

    /// <summary>λ₁ after the last whole pass, in units of summed squares.</summary>
    public double Leading { get; private set; }

    /// <summary>Σλ.</summary>
    public double Total { get; private set; }

    public bool Settled { get; private set; }

    /// <summary>Why there is no share, or null.</summary>
    public string? Problem { get; private set; }

    public bool Done => Settled || Problem is not null;

    /// <summary>Adds a batch [n, ...] to this pass.</summary>
    public void Add(Tensor output)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = output.reshape(output.shape[0], -1);
        if (_basis is null) Start(x);
        // Sums about a point among the data keep the digits that sums about 0 would lose where the mean is large.
        x = x - _shift!;
        Tensor scores = x.mm(_basis!);
        _product!.add_(x.t().mm(scores));
        _sum!.add_(x.sum([0L], false, ScalarType.Float64));
        _projection!.add_(scores.sum([0L], false, ScalarType.Float64));
        _squares += x.pow(2).sum(ScalarType.Float64).item<double>();
        _examples += (int)x.shape[0];
    }

    /// <summary>Closes a pass: Ritz value, and the basis of the next.</summary>
    public void EndPass(double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        Total = _squares - _sum!.dot(_sum).item<double>() / _examples;
        if (!double.IsFinite(Total))
        {
            Problem = "not finite: the representation holds infinite or undefined numbers";
            return;
        }
        // Measured against the uncentred squares: what a large constant leaves behind is its own rounding.
        double uncentered = _squares + _examples * _shift!.pow(2).sum(ScalarType.Float64).item<double>();
        if (Total <= 1e-12 * uncentered)
        {
            Problem = "constant: every example has the same representation";
            return;
        }
        Tensor image = _product! - outer(_sum, _projection!) / _examples;
        Tensor small = _basis!.to(ScalarType.Float64).t().mm(image);
        double previous = Leading;
        Leading = LargestEigenvalue(small);
        Settled = image.shape[0] <= image.shape[1] || Math.Abs(Leading - previous) <= tolerance * Leading;

        (Tensor q, _) = linalg.qr(image);
        _basis.Dispose();
        _basis = q.to(ScalarType.Float32).DetachFromDisposeScope();
        _product!.zero_();
        _sum.zero_();
        _projection!.zero_();
        (_squares, _examples) = (0, 0);
    }

    public void Dispose()
    {
        foreach (Tensor? tensor in new[] { _basis, _shift, _product, _sum, _projection }) tensor?.Dispose();
    }

    private void Start(Tensor x)
    {
        int features = (int)x.shape[1], count = Math.Min(vectors, features);
        var random = new RandomSequence(seed, "start vectors", layer);
        double[] values = [.. Enumerable.Range(0, features * count).Select(_ => random.NextNormal())];
        (Tensor q, _) = linalg.qr(torch.tensor(values, [features, count]));
        _basis = q.to(ScalarType.Float32).DetachFromDisposeScope();
        _shift = x.mean([0], keepdim: true).DetachFromDisposeScope();
        _product = zeros([features, count], dtype: ScalarType.Float64).DetachFromDisposeScope();
        _sum = zeros([features], dtype: ScalarType.Float64).DetachFromDisposeScope();
        _projection = zeros([count], dtype: ScalarType.Float64).DetachFromDisposeScope();
    }

    private static double LargestEigenvalue(Tensor matrix)
    {
        int size = (int)matrix.shape[0];
        double[] values = TensorMemory.Span<double>(matrix.contiguous()).ToArray();
        Matrix<double> symmetric = Matrix<double>.Build.Dense(size, size, (i, j) => (values[i * size + j] + values[j * size + i]) / 2);
        return symmetric.Evd(Symmetricity.Symmetric).EigenValues.Max(v => v.Real);
    }
}
