namespace Strata.Analysis;

/// <summary>Which layers of two models do the same (P1 §6, figs. 6 and E.1), from their cross-model similarity.</summary>
public sealed record Correspondence
{
    /// <summary>[La]: for each layer of A (a row) the best of B.</summary>
    public required IReadOnlyList<LayerMatch> FromA { get; init; }

    /// <summary>[Lb]: for each layer of B (a column) the best of A.</summary>
    public required IReadOnlyList<LayerMatch> FromB { get; init; }

    /// <summary>
    /// Pearson's correlation of the layers' relative depths with their matches'; null where fewer than three layers have a match or all
    /// have the same.
    /// </summary>
    public double? DepthCorrelationA { get; init; }

    /// <inheritdoc cref="DepthCorrelationA"/>
    public double? DepthCorrelationB { get; init; }

    /// <summary>Mean absolute difference of the relative depths of layers and their matches, over the layers of both models.</summary>
    public double? DepthDifference { get; init; }

    /// <summary>Mean of all defined cells.</summary>
    public double? Mean { get; init; }

    /// <summary>Mean CKA between A's similar window and B's; null where one has none.</summary>
    public double? MeanInside { get; init; }

    /// <summary>Mean CKA of all other pairs; null likewise.</summary>
    public double? MeanOutside { get; init; }

    /// <summary>A's window, first and last layer; null: none.</summary>
    public int[]? WindowA { get; init; }

    /// <summary>B's.</summary>
    public int[]? WindowB { get; init; }

    /// <summary>
    /// Which examples the similarity is over, as <see cref="Similarity.ExampleOrder"/> hashes them; null where not known.
    /// </summary>
    public string? ExamplesHash { get; init; }

    /// <param name="cka">[La, Lb], NaN where undefined.</param>
    /// <param name="windowA">First and last layer of A's large similar window, inclusive; null: none.</param>
    /// <param name="windowB">B's.</param>
    /// <exception cref="ArgumentException">An empty matrix, or a window that is not inside it.</exception>
    public static Correspondence Of(double[,] cka, (int First, int Last)? windowA = null, (int First, int Last)? windowB = null)
    {
        ArgumentNullException.ThrowIfNull(cka);
        int rows = cka.GetLength(0), columns = cka.GetLength(1);
        if (rows == 0 || columns == 0) throw new ArgumentException("The matrix has no cells.", nameof(cka));
        foreach (((int First, int Last)? window, int layers) in new[] { (windowA, rows), (windowB, columns) })
            if (window is var (first, last) && (first < 0 || last < first || last >= layers))
                throw new ArgumentException($"The window {first}–{last} is not inside {layers} layers.", nameof(cka));

        LayerMatch[] a = [.. Enumerable.Range(0, rows).Select(i => Best(i, rows, columns, j => cka[i, j]))],
            b = [.. Enumerable.Range(0, columns).Select(j => Best(j, columns, rows, i => cka[i, j]))];
        double[] differences = [.. a.Concat(b).Where(m => m.Match is not null).Select(m => Math.Abs(m.Depth - m.MatchDepth!.Value))];
        var cells = from i in Enumerable.Range(0, rows) from j in Enumerable.Range(0, columns) where !double.IsNaN(cka[i, j]) select (i, j);
        double? Mean(Func<int, int, bool> chosen) => cells.Where(c => chosen(c.i, c.j)).Select(c => (double?)cka[c.i, c.j]).Average();
        bool Inside(int i, int j)
            => i >= windowA!.Value.First && i <= windowA.Value.Last && j >= windowB!.Value.First && j <= windowB.Value.Last;
        bool both = windowA is not null && windowB is not null;
        return new()
        {
            FromA = a,
            FromB = b,
            DepthCorrelationA = Correlation(a),
            DepthCorrelationB = Correlation(b),
            DepthDifference = differences.Length == 0 ? null : differences.Average(),
            Mean = Mean((_, _) => true),
            MeanInside = both ? Mean(Inside) : null,
            MeanOutside = both ? Mean((i, j) => !Inside(i, j)) : null,
            WindowA = windowA is { } one ? [one.First, one.Last] : null,
            WindowB = windowB is { } two ? [two.First, two.Last] : null,
        };
    }

    private static LayerMatch Best(int layer, int layers, int others, Func<int, double> value)
    {
        int? best = null;
        for (int other = 0; other < others; other++)
            if (!double.IsNaN(value(other)) && (best is not { } so || value(other) > value(so))) best = other;
        return new(layer, Depth(layer, layers), best, best is { } match ? Depth(match, others) : null, best is { } found
            ? value(found) : null);
    }

    private static double Depth(int layer, int layers) => layers == 1 ? 0 : (double)layer / (layers - 1);

    private static double? Correlation(LayerMatch[] matches)
    {
        LayerMatch[] known = [.. matches.Where(m => m.Match is not null)];
        if (known.Length < 3) return null;
        double value = MathNet.Numerics.Statistics.Correlation.Pearson(known.Select(m => m.Depth), known.Select(m => m.MatchDepth!.Value));
        return double.IsNaN(value) ? null : Math.Clamp(value, -1, 1);
    }
}
