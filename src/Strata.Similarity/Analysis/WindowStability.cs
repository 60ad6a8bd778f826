using System.Text.Json.Serialization;

namespace Strata.Analysis;

/// <summary>What of a block structure stays when only the seed changes.</summary>
public sealed record WindowStability
{
    public required int Seeds { get; init; }

    /// <summary>How many have a large similar window.</summary>
    public required int WithWindow { get; init; }

    /// <summary>How many there are of each verdict.</summary>
    public required IReadOnlyDictionary<string, int> Verdicts { get; init; }

    /// <summary>
    /// Mean over pairs of seeds with a large window of |intersection| / |union| of their layers; null with fewer than two.
    /// </summary>
    public double? Overlap { get; init; }

    /// <summary>[layers]: the share of all seeds whose large window holds the layer.</summary>
    public required double[] Coverage { get; init; }

    /// <summary>Mean of the cells' standard deviations over seeds, off the diagonal; null where no cell has two values.</summary>
    public double? MeanSpread { get; init; }

    /// <summary>[layers, layers]: mean over the seeds in which the cell is defined; NaN where in none.</summary>
    [JsonIgnore]
    public double[,] Mean { get; init; } = new double[0, 0];

    /// <summary>[layers, layers]: standard deviation over the same seeds (n − 1); NaN with fewer than two.</summary>
    [JsonIgnore]
    public double[,] Spread { get; init; } = new double[0, 0];

    /// <param name="matrices">[layers, layers] of each seed.</param>
    /// <param name="verdicts">In the same order.</param>
    /// <exception cref="ArgumentException">Fewer than two seeds, or matrices of different sizes.</exception>
    public static WindowStability Of(IReadOnlyList<double[,]> matrices, IReadOnlyList<BlockStructure> verdicts)
    {
        ArgumentNullException.ThrowIfNull(matrices);
        ArgumentNullException.ThrowIfNull(verdicts);
        if (matrices.Count < 2)
            throw new ArgumentException($"{matrices.Count} seeds say nothing about stability; it takes two.", nameof(matrices));
        if (verdicts.Count != matrices.Count)
            throw new ArgumentException($"There are {verdicts.Count} verdicts on {matrices.Count} matrices.", nameof(verdicts));
        int layers = matrices[0].GetLength(0);
        if (matrices.Any(m => m.GetLength(0) != layers || m.GetLength(1) != layers))
            throw new ArgumentException("The matrices are not of the same layers.", nameof(matrices));

        double[,] mean = new double[layers, layers], spread = new double[layers, layers];
        double sum = 0;
        int cells = 0;
        for (int i = 0; i < layers; i++)
        {
            for (int j = 0; j < layers; j++)
            {
                double[] values = [.. matrices.Select(m => m[i, j]).Where(v => !double.IsNaN(v))];
                mean[i, j] = values.Length == 0 ? double.NaN : values.Average();
                spread[i, j] = values.Length < 2 ? double.NaN
                    : Math.Sqrt(values.Sum(v => (v - mean[i, j]) * (v - mean[i, j])) / (values.Length - 1));
                if (i == j || double.IsNaN(spread[i, j])) continue;
                sum += spread[i, j];
                cells++;
            }
        }
        (int First, int Last)[] windows = [.. verdicts.Where(v => v.LargeWindow).Select(v => (v.First!.Value, v.Last!.Value))];
        var overlaps = from i in Enumerable.Range(0, windows.Length)
                       from j in Enumerable.Range(i + 1,
            windows.Length - i - 1)
                       select Overlapping(windows[i], windows[j]);
        return new()
        {
            Seeds = matrices.Count,
            WithWindow = windows.Length,
            Verdicts = verdicts.CountBy(v => v.Verdict).ToDictionary(v => v.Key, v => v.Value),
            Overlap = windows.Length < 2 ? null : overlaps.Average(),
            Coverage = [.. Enumerable.Range(0, layers)
                .Select(layer => windows.Count(w => layer >= w.First && layer <= w.Last) / (double)matrices.Count)],
            MeanSpread = cells == 0 ? null : sum / cells,
            Mean = mean,
            Spread = spread,
        };
    }

    private static double Overlapping((int First, int Last) a, (int First, int Last) b)
    {
        int shared = Math.Max(0, Math.Min(a.Last, b.Last) - Math.Max(a.First, b.First) + 1);
        return (double)shared / (a.Last - a.First + 1 + b.Last - b.First + 1 - shared);
    }
}
