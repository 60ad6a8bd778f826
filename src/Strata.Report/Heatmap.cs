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
        new HeatmapFigure(matrix, options ?? new HeatmapOptions()).Write(pathWithoutExtension);
    }
}
