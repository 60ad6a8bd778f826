using Strata.Analysis;
using Strata.Report.Drawing;

namespace Strata.Report;

/// <summary>The similar windows of a model in words.</summary>
internal static class Window
{
    /// <summary>First and last layer of the large window that the verdict rests on.</summary>
    public static (int First, int Last)? Judged(LayerMap? comparison)
        => comparison?.Block is { LargeWindow: true, First: int first, Last: int last } ? (first, last) : null;

    /// <summary>The large windows: what figures and page mark. Every network has some small one.</summary>
    public static IReadOnlyList<MarkedWindow> Large(LayerMap comparison)
    {
        if (comparison.Block is not { } block) return [];
        return [.. block.LargeWindows.Select(window => window.First == block.First
            ? new MarkedWindow(window.First, window.Last, true, $"{block.Verdict}, mean CKA {Format.Unit(window.Mean)}{Dominated(window)}",
                window.DominatedShare)
            : new MarkedWindow(window.First, window.Last, false, null, window.DominatedShare))];
    }

    /// <summary>A line for each large window, that of the verdict first.</summary>
    public static IEnumerable<string> Lines(LayerMap comparison)
        => comparison.Block is not { } block ? []
            : block.LargeWindows.OrderByDescending(window => window.First == block.First).Select(window =>
                $"layers {Ends(comparison, window.First, window.Last)}, {Format.Percent(window.Share)} of all, mean CKA "
                + $"{Format.Unit(window.Mean)}{Dominated(window)}");

    /// <summary>The share from which a component dominates a layer.</summary>
    public static double DominantShare(LayerMap? comparison) => (comparison?.Block?.Thresholds ?? new()).ComponentShare;

    /// <summary>What it takes to be block structure.</summary>
    public static string Thresholds(BlockOptions thresholds)
        => $"window: mean CKA ≥ {thresholds.Threshold}, large from {100 * thresholds.Share:0.##}{Format.Space}% of the layers; "
            + $"dominant component: PC1 share ≥ {thresholds.ComponentShare} in at least "
            + $"{100 * thresholds.ComponentLayers:0.##}{Format.Space}% of the layers, some inside the window";

    /// <summary>The window of the verdict, such as <c>40–94 (stage 0 to stage 2)</c>; null where there is none.</summary>
    public static string? Describe(LayerMap? comparison)
        => comparison?.Block is { First: int first, Last: int last } ? Ends(comparison, first, last) : null;

    private static string Ends(LayerMap comparison, int first, int last)
    {
        var axis = new LayerAxis(comparison.Matrix.LayersA);
        string from = axis.StageOf(first), to = axis.StageOf(last);
        return $"{first}–{last}" + (from == to ? from == "" ? "" : $" ({from})" : $" ({from} to {to})");
    }

    private static string Dominated(BlockWindow window)
        => window.DominatedShare is { } share ? $", {Format.Percent(share)} of its layers dominated" : "";
}
