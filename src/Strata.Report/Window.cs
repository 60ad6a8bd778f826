using Strata.Report.Drawing;

namespace Strata.Report;

/// <summary>The similar window of a model in words.</summary>
internal static class Window
{
    /// <summary>Such as <c>40–94 (stage 0 to stage 2)</c>; null where there is none.</summary>
    public static string? Describe(ComparisonContent? comparison)
    {
        if (comparison?.Block is not { First: int first, Last: int last }) return null;
        var axis = new LayerAxis(comparison.Matrix.LayersA);
        string from = axis.StageOf(first), to = axis.StageOf(last);
        return $"{first}–{last}" + (from == to ? from == "" ? "" : $" ({from})" : $" ({from} to {to})");
    }
}
