using Strata.Analysis;
using Strata.Report.Drawing;

namespace Strata.Report;

/// <summary>The similar window of a model in words.</summary>
internal static class Window
{
    /// <summary>First and last layer of a large window: what figures mark. Every network has some small one.</summary>
    public static (int First, int Last)? Large(ComparisonContent? comparison)
        => comparison?.Block is { LargeWindow: true, First: int first, Last: int last } ? (first, last) : null;

    /// <summary>The share from which a component dominates a layer.</summary>
    public static double DominantShare(ComparisonContent? comparison) => (comparison?.Block?.Thresholds ?? new()).ComponentShare;

    /// <summary>What it takes to be block structure.</summary>
    public static string Thresholds(BlockOptions thresholds)
        => $"window: mean CKA ≥ {thresholds.Threshold}, large from {100 * thresholds.Share:0.##}{Format.Space}% of the layers; "
            + $"dominant component: PC1 share ≥ {thresholds.ComponentShare} in at least "
            + $"{100 * thresholds.ComponentLayers:0.##}{Format.Space}% of the layers, some inside the window";

    /// <summary>Such as <c>40–94 (stage 0 to stage 2)</c>; null where there is none.</summary>
    public static string? Describe(ComparisonContent? comparison)
    {
        if (comparison?.Block is not { First: int first, Last: int last }) return null;
        var axis = new LayerAxis(comparison.Matrix.LayersA);
        string from = axis.StageOf(first), to = axis.StageOf(last);
        return $"{first}–{last}" + (from == to ? from == "" ? "" : $" ({from})" : $" ({from} to {to})");
    }
}
