namespace Strata.Report.Page;

/// <summary>
/// How finely the page carries each matrix, such that it stays below 30 MB: two bytes and a standard error for all; where that is too
/// much, one byte without standard errors, first for maps across models and those derived, then within models; where that is still too
/// much, the last of the former are left out.
/// </summary>
internal sealed class PageBudget
{
    /// <summary>For matrices in base64; the rest is for tables, curves and the page itself.</summary>
    public const long Limit = 22_000_000;

    private readonly Dictionary<LayerMap, int> _bytes = new(ReferenceEqualityComparer.Instance);

    public PageBudget(IReadOnlyList<LayerMap> comparisons, long limit = Limit)
    {
        // Within first: what is left out is left out from the end.
        LayerMap[] ordered = [.. comparisons.Where(First), .. comparisons.Where(comparison => !First(comparison))];
        long Size(int within, int across) => ordered.Sum(comparison => Base64(comparison, First(comparison) ? within : across));
        (int within, int across) = Size(2, 2) <= limit ? (2, 2) : Size(2, 1) <= limit ? (2, 1) : (1, 1);
        long used = 0;
        foreach (LayerMap comparison in ordered)
        {
            int bytes = First(comparison) ? within : across;
            used += Base64(comparison, bytes);
            // A map within a model is never left out: the page is made of them.
            _bytes[comparison] = used <= limit || First(comparison) ? bytes : 0;
        }
    }

    /// <summary>Bytes per value: 2 (with standard errors), 1 (without), or 0 (left out).</summary>
    public int Bytes(LayerMap comparison) => _bytes[comparison];

    public int LeftOut => _bytes.Values.Count(bytes => bytes == 0);

    public bool Coarse => _bytes.Values.Any(bytes => bytes == 1);

    /// <summary>A model's own similarity; what else there is comes after.</summary>
    private static bool First(LayerMap comparison) => comparison.Matrix.Within && comparison.IsSimilarity;

    private static long Base64(LayerMap comparison, int bytes)
        => (MatrixEncoding.Count(comparison.Matrix.Values, MatrixEncoding.Symmetric(comparison.Matrix.Values)) * (bytes == 2 ? 3L : 1L)
            + 2) / 3 * 4;
}
