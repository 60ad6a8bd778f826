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
        => $"a window of layers with mean CKA ≥ {thresholds.Threshold} is large from {Format.Percent(thresholds.Share)} of the layers on, and is block structure "
            + $"where the first principal component has a share ≥ {thresholds.ComponentShare} in {Format.Percent(thresholds.ComponentLayers)} of the layers or more, some of them inside";

    /// <summary>Such as <c>40–94 (stage 0 to stage 2)</c>; null where there is none.</summary>
    public static string? Describe(ComparisonContent? comparison)
    {
        if (comparison?.Block is not { First: int first, Last: int last }) return null;
        var axis = new LayerAxis(comparison.Matrix.LayersA);
        string from = axis.StageOf(first), to = axis.StageOf(last);
        return $"{first}–{last}" + (from == to ? from == "" ? "" : $" ({from})" : $" ({from} to {to})");
    }
}
