namespace Strata.Analysis;

/// <summary>What the diagonal of a matrix tells of its kind: a layer's similarity to itself is 1.</summary>
internal static class MatrixDiagonal
{
    /// <summary>Reading values off a figure leaves a diagonal of 1 as near as this.</summary>
    private const double Near = .05;

    /// <summary>
    /// Why a matrix is none of similarities, and what would be; null where every defined entry of its diagonal is near 1.
    /// </summary>
    /// <param name="matrix">[layers, layers].</param>
    public static string? Problem(double[,] matrix)
    {
        int count = matrix.GetLength(0), wrong = Enumerable.Range(0, count).FirstOrDefault(i => Math.Abs(matrix[i, i] - 1) > Near, -1);
        if (wrong < 0) return null;
        bool distances = Enumerable.Range(0, count).All(i => !(Math.Abs(matrix[i, i]) > Near));
        return $"has {matrix[wrong, wrong]} at [{wrong}, {wrong}], expected 1, the similarity of a layer to itself; "
            + (distances ? "of distances D, which have 0 there, give 1 - D" : "of covariances or Gram matrices K, give K_ij/√(K_ii·K_jj)");
    }
}
