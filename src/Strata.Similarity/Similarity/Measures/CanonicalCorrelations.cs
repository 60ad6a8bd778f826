namespace Strata.Similarity.Measures;

/// <summary>Correlations of the directions in two layers that correlate most (Hotelling 1936).</summary>
internal static class CanonicalCorrelations
{
    /// <returns>[the smaller rank], descending.</returns>
    public static double[] Of(SingularBasis a, SingularBasis b)
        => [.. Decompositions.SingularValues(a.Times(b), a.Rank, b.Rank).Select(value => Math.Min(value, 1))];

    /// <summary>Why they say nothing; null where they do.</summary>
    public static string? Problem(SingularBasis a, SingularBasis b)
        => a.SpansAll ? Problem("X", a) : b.SpansAll ? Problem("Y", b) : null;

    public static string Problem(string name, SingularBasis layer)
        => $"{name} has {layer.Rank} independent features for {layer.Examples} examples: linear maps of it give any representation; "
            + "take more examples";
}
