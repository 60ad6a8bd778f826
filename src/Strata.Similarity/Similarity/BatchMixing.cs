using MathNet.Numerics.Distributions;

namespace Strata.Similarity;

/// <summary>
/// Whether consecutive batches differ by more than chance would have it, as they do where examples come class by class: within such a batch
/// there is little of what tells classes apart, and minibatch CKA is off. The variance between batches over that within, over all features
/// at once (one-way analysis of variance, R. A. Fisher 1925).
/// </summary>
internal sealed class BatchMixing(int features)
{
    /// <summary>
    /// What mixed batches exceed once in a million times, were all features one; with more of them the ratio scatters less.
    /// </summary>
    private const double Chance = 1e-6;

    private readonly double[] _sum = new double[features], _batch = new double[features];
    private double[]? _origin;
    private double _squares, _between;
    private int _examples, _batches;

    /// <param name="rows">[n, features].</param>
    public void Add(ReadOnlySpan<double> rows)
    {
        int n = rows.Length / features;
        // Sums about a point among the data keep the digits that a large mean would take.
        _origin ??= rows[..features].ToArray();
        Array.Clear(_batch);
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = rows.Slice(i * features, features);
            for (int j = 0; j < features; j++)
            {
                double value = row[j] - _origin[j];
                _batch[j] += value;
                _squares += value * value;
            }
        }
        double squares = 0;
        for (int j = 0; j < features; j++)
        {
            squares += _batch[j] * _batch[j];
            _sum[j] += _batch[j];
        }
        _between += squares / n;
        _examples += n;
        _batches++;
    }

    /// <summary>The ratio of the variances where it is beyond chance; else null.</summary>
    public double? Suspicious()
    {
        if (_batches < 2 || _examples <= _batches) return null;
        double between = (_between - Rows.Dot(_sum, _sum) / _examples) / (_batches - 1),
            within = (_squares - _between) / (_examples - _batches);
        if (!(between > 0) || !double.IsFinite(between) || !double.IsFinite(within)) return null;
        double ratio = within > 0 ? between / within : double.PositiveInfinity;
        // By the distribution itself: its inverse is searched for, and not found where few examples put it far out.
        bool beyond = double.IsInfinity(ratio) || FisherSnedecor.CDF(_batches - 1, _examples - _batches, ratio) > 1 - Chance;
        return beyond ? ratio : null;
    }
}
