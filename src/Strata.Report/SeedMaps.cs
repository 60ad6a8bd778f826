using Strata.Analysis;
using Strata.Models;

namespace Strata.Report;

/// <summary>Makes maps of what stays when only the seed changes.</summary>
public static class SeedMaps
{
    /// <summary>The mean with its spread as uncertainty, and the spread by itself.</summary>
    /// <param name="layers">Of both axes.</param>
    /// <param name="model">Name of one of the models.</param>
    public static IEnumerable<ComparisonContent> Of(WindowStability stability, IReadOnlyList<LayerInfo> layers, string model)
    {
        ArgumentNullException.ThrowIfNull(stability);
        ArgumentNullException.ThrowIfNull(layers);
        double[,] nothing = new double[layers.Count, layers.Count];
        foreach (ref double cell in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref nothing[0, 0], nothing.Length))
            cell = double.NaN;
        var strip = new LayerStrip("seeds' windows", [new("", stability.Coverage, 0)]);
        ComparisonContent Map(MapKind kind, double[,] values, double[,] errors) => new()
        {
            A = model,
            B = model,
            Kind = kind,
            Matrix = new()
            {
                Values = values,
                StandardErrors = errors,
                LayersA = layers,
                LayersB = layers,
                Examples = new int[0, 0],
                Undefined = [],
                Warnings = [],
                Within = true
            },
            Strips = [strip],
        };
        yield return Map(MapKind.SeedMean, stability.Mean, stability.Spread);
        yield return Map(MapKind.SeedSpread, stability.Spread, nothing);
    }
}
