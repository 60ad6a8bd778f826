using Strata.Analysis;
using Strata.Models;
using Strata.Report.Drawing;
using Strata.Similarity;

namespace Strata.Report;

/// <summary>A similarity matrix as a picture, in the papers' convention: input at the lower left, magma, range [0, 1].</summary>
public static class Heatmap
{
    /// <summary>Writes <c>.png</c> and <c>.svg</c>; rows of the matrix go up, columns to the right, undefined entries are grey.</summary>
    /// <exception cref="ArgumentException">The matrix is empty, or its axes, the shares or the window do not fit it.</exception>
    public static void Write(SimilarityMatrix matrix, string pathWithoutExtension, HeatmapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentException.ThrowIfNullOrEmpty(pathWithoutExtension);
        var figure = new HeatmapFigure(matrix, options ?? new HeatmapOptions());
        if (options?.Caption is { } caption) figure.WriteForPrint(pathWithoutExtension, caption);
        else figure.Write(pathWithoutExtension);
    }

    /// <summary>The mean of several seeds' matrices and its spread, side by side.</summary>
    /// <param name="stability">With <see cref="Strata.Analysis.WindowStability.Mean"/> and its spread.</param>
    /// <param name="layers">Of both axes.</param>
    /// <param name="title">What is the same for all the seeds.</param>
    /// <exception cref="ArgumentException">The layers do not fit the matrices.</exception>
    public static void WriteSeeds(WindowStability stability, IReadOnlyList<LayerInfo> layers, string title, string pathWithoutExtension)
    {
        ArgumentNullException.ThrowIfNull(stability);
        ArgumentException.ThrowIfNullOrEmpty(pathWithoutExtension);
        LayerMap[] maps = [.. SeedMaps.Of(stability, layers, [title, title], title)];
        LayerCurve[] curves = [SeedMaps.Windows(stability, [])];
        HeatmapOptions Options(LayerMap map)
            => new() { Title = $"{title}, {map.Title}", Measure = map.Measure, Brightest = map.Brightest, Curves = curves };
        new SideBySide([.. maps.Select(map => new HeatmapFigure(map.Matrix, Options(map)))]).Write(pathWithoutExtension);
    }
}
