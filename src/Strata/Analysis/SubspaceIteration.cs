using MathNet.Numerics.LinearAlgebra;
using Strata.Activations;
using Strata.Runtime;
using Strata.Similarity;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Analysis;

/// <summary>
/// The leading eigenvalues of one layer's covariance, and its examples' projections on the first eigenvector, by block subspace iteration
/// with Rayleigh–Ritz (Saad 2011 §5.1): a pass over the data multiplies a few orthonormal vectors V by C = X̃ᵀX̃ without ever forming it,
/// exactly centred from running sums.
/// </summary>
/// <param name="roundoff">Of the layer's numbers as they are stored.</param>
internal sealed class SubspaceIteration(int vectors, int leading, long seed, int layer, double roundoff) : IDisposable
{
    private Tensor? _basis, _shift, _product, _sum, _projection;
    private readonly List<float[]> _projections = [];
    private double[] _best = [];
    private double _squares;
    private int? _unit;
    private int _examples;
    private bool _summed;

    /// <summary>[at most so many as asked for]: the largest eigenvalues after the last whole pass, as shares of all.</summary>
    public double[] Leading { get; private set; } = [];

    /// <summary>[examples]: projections on the first eigenvector in the last whole pass, the largest of them positive.</summary>
    public double[] Scores { get; private set; } = [];

    /// <summary>Σλ, the sum of squares of the centred layer.</summary>
    public double Total { get; private set; }

    public bool Settled { get; private set; }

    /// <summary>Why there is no share, or null.</summary>
    public string? Problem { get; private set; }

    public bool Done => Settled || Problem is not null;

    /// <summary>Adds a batch [n, ...] to this pass.</summary>
    public void Add(LayerOutput output)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = TensorMemory.Flat(TensorOutput.Of(output));
        if (_basis is null) Start(x);
        // Sums about a point among the data keep the digits that sums about 0 would lose where the mean is large.
        x = InUnits(x - _shift!).to(ScalarType.Float32);
        Tensor scores = x.mm(_basis!);
        _product!.Add(x.t().mm(scores));
        _projection!.Add(scores.sum([0L], false, ScalarType.Float64));
        _projections.Add(TensorMemory.Span<float>(scores.contiguous()).ToArray());
        if (_summed) return;
        // The examples of every pass are the same, and so are these.
        _sum!.Add(x.sum([0L], false, ScalarType.Float64));
        _squares += x.Squared().sum(ScalarType.Float64).item<double>();
        _examples += (int)x.shape[0];
    }

    /// <summary>Closes a pass: Ritz value, and the basis of the next.</summary>
    public void EndPass(double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        _summed = true;
        double spread = _squares - _sum!.dot(_sum).item<double>() / _examples;
        // Measured against the uncentred squares: what a large constant leaves behind is its own rounding.
        double energy = _squares + _examples * InUnits(_shift!.to(ScalarType.Float64)).Squared().sum().item<double>();
        Problem = LayerTerms.Problem(spread, LayerTerms.LostOf(energy, roundoff));
        if (Problem is not null) return;
        Total = Math.ScaleB(spread, 2 * (_unit ?? 0));
        Tensor image = _product! - outer(_sum, _projection!).Over(_examples);
        Tensor small = _basis!.to(ScalarType.Float64).t().mm(image);
        (double[] values, double[] first) = Largest(small, leading);
        // Ritz values rise from pass to pass but for rounding: one that no longer gains on the best so far has settled, however small a
        // gain was asked for.
        Settled = image.shape[0] <= image.shape[1]
            || _best.Length > 0 && values.Index().All(l => l.Item - _best[l.Index] <= (l.Index == 0 ? 1 : 100) * tolerance * values[0]);
        _best = [.. values.Select((value, k) => Math.Max(value, _best.ElementAtOrDefault(k)))];
        Leading = [.. values.Select(value => Math.Clamp(value / spread, 0, 1))];
        Scores = Project(first);

        (Tensor q, _) = linalg.qr(image);
        _basis.Dispose();
        _basis = q.to(ScalarType.Float32).DetachFromDisposeScope();
        _product!.zero_();
        _projection!.zero_();
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
        // In double precision, where a sum of the largest numbers of fp32 is finite.
        _shift = x.mean([0], keepdim: true, ScalarType.Float64).to(x.dtype).DetachFromDisposeScope();
        _product = zeros([features, count], dtype: ScalarType.Float64).DetachFromDisposeScope();
        _sum = zeros([features], dtype: ScalarType.Float64).DetachFromDisposeScope();
        _projection = zeros([count], dtype: ScalarType.Float64).DetachFromDisposeScope();
    }

    /// <summary>
    /// Numbers divided by the power of two that is near the largest of the first batch in which examples differ, where squares would else
    /// leave the range of fp32.
    /// </summary>
    private Tensor InUnits(Tensor x)
    {
        _unit ??= FloatRows.UnitOf(x.abs().max().to(ScalarType.Float64).item<double>());
        // By halves: 2^149 is no float.
        return _unit is { } unit and not 0 ? x.Times(Math.ScaleB(1, -unit / 2)).Times(Math.ScaleB(1, -unit + unit / 2)) : x;
    }

    /// <summary>The pass's projections on the basis, centred and turned to the first eigenvector.</summary>
    private double[] Project(double[] first)
    {
        double[] sums = TensorMemory.Span<double>(_projection!).ToArray(), scores = new double[_examples];
        int at = 0;
        foreach (float[] rows in _projections)
            for (int i = 0; i < rows.Length; i += first.Length)
            {
                double score = 0;
                for (int k = 0; k < first.Length; k++) score += (rows[i + k] - sums[k] / _examples) * first[k];
                scores[at++] = Math.ScaleB(score, _unit ?? 0);
            }
        _projections.Clear();
        if (-scores.Min() > scores.Max())
            for (int i = 0; i < scores.Length; i++) scores[i] = -scores[i];
        return scores;
    }

    /// <summary>The largest eigenvalues, descending, and the unit vector of the first.</summary>
    private static (double[] Values, double[] First) Largest(Tensor matrix, int count)
    {
        int size = (int)matrix.shape[0];
        double[] values = TensorMemory.Span<double>(matrix.contiguous()).ToArray();
        Matrix<double> symmetric = Matrix<double>.Build.Dense(size, size, (i, j) => (values[i * size + j] + values[j * size + i]) / 2);
        var eigen = symmetric.Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(k => eigen.EigenValues[k].Real)];
        return ([.. order.Take(count).Select(k => eigen.EigenValues[k].Real)], eigen.EigenVectors.Column(order[0]).ToArray());
    }
}
