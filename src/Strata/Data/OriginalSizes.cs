namespace Strata.Data;

/// <summary>What sizes images have before they are resized, in words.</summary>
internal static class OriginalSizes
{
    /// <summary>Such as <c>110x80 to 4288x2848 pixels, most often 500x375 (31 %)</c>.</summary>
    public static string Of(IReadOnlyCollection<(int Width, int Height)> images)
    {
        KeyValuePair<(int Width, int Height), int> most = images.CountBy(size => size).MaxBy(size => size.Value);
        string common = $"{most.Key.Width}x{most.Key.Height}";
        return most.Value == images.Count ? $"{common} pixels"
            : $"{images.Min(i => i.Width)}x{images.Min(i => i.Height)} to {images.Max(i => i.Width)}x{images.Max(i => i.Height)} pixels, "
            + $"most often {common} ({100.0 * most.Value / images.Count:0} %)";
    }
}
