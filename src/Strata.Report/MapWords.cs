namespace Strata.Report;

/// <summary>What the kinds of maps are called, and what their colours span.</summary>
internal static class MapWords
{
    /// <summary>What is added to a model's label; empty for the similarity itself.</summary>
    public static string Suffix(ComparisonContent map) => map.Kind switch
    {
        MapKind.WithoutComponents => map.Removed == 1 ? ", without PC1" : $", without its first {map.Removed} components",
        MapKind.ComponentCosines => ", cosines of PC1",
        MapKind.SeedMean => ", mean over seeds",
        MapKind.SeedSpread => ", spread over seeds",
        _ => "",
    };

    /// <summary>Name of a cell's value.</summary>
    public static string Measure(MapKind kind)
        => kind switch
        {
            MapKind.ComponentCosines => "cos²",
            MapKind.SeedMean => "mean CKA",
            MapKind.SeedSpread => "SD of CKA",
            _ => "CKA"
        };

    /// <summary>Name of the number behind a cell's ±.</summary>
    public static string Uncertainty(MapKind kind) => kind == MapKind.SeedMean ? "standard deviation over seeds" : "standard error";

    /// <summary>
    /// The value of the brightest colour: a spread is far below 1, so its scale ends at the next twentieth above all of it.
    /// </summary>
    public static double Brightest(ComparisonContent map) => map.Kind == MapKind.SeedSpread
        ? Math.Clamp(Math.Ceiling(20 * map.Matrix.Values.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(1).Max() - 1e-9) / 20, .05, 1)
        : 1;
}
