namespace Strata.Analysis;

/// <summary>How far the first principal component dominates the layers.</summary>
public sealed record BlockComponents
{
    /// <summary>Whether enough layers are dominated, some of them inside the window that the verdict rests on.</summary>
    public required bool Dominant { get; init; }

    /// <summary>
    /// How many layers but the input, no work of the network, have a share of variance in the first component from the threshold on.
    /// </summary>
    public required int Layers { get; init; }

    /// <summary>The same as a share of all layers.</summary>
    public required double Share { get; init; }

    /// <summary>How many of them are inside the window.</summary>
    public required int LayersInWindow { get; init; }

    /// <summary>The largest share of variance in any of these layers; null where none is defined.</summary>
    public required double? Largest { get; init; }

    /// <summary>The median share of variance of the window's layers; null without a window or where none is defined.</summary>
    public required double? MedianInWindow { get; init; }

    internal static BlockComponents From(IReadOnlyList<double> shares, BlockOptions options, BlockWindow? window)
    {
        int[] computed = [.. Enumerable.Range(0, shares.Count).Skip(options.HasInput ? 1 : 0).Where(i => !double.IsNaN(shares[i]))],
            dominated = [.. computed.Where(i => options.Dominates(shares[i]))];
        int inside = window is null ? 0 : dominated.Count(i => i >= window.First && i <= window.Last);
        double[] inWindow = window is null ? []
            : [.. Enumerable.Range(window.First, window.Last - window.First + 1).Select(i => shares[i])
                .Where(share => !double.IsNaN(share)).Order()];
        return new()
        {
            Dominant = BlockStructure.Covers(dominated.Length, options.ComponentLayers, shares.Count) && inside > 0,
            Layers = dominated.Length,
            Share = (double)dominated.Length / shares.Count,
            LayersInWindow = inside,
            Largest = computed.Length == 0 ? null : computed.Max(i => shares[i]),
            MedianInWindow = inWindow.Length == 0 ? null : (inWindow[(inWindow.Length - 1) / 2] + inWindow[inWindow.Length / 2]) / 2,
        };
    }
}
