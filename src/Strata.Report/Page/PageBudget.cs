namespace Strata.Report.Page;

/// <summary>
/// The maps as the page carries them, such that it stays below 30 MB: three decimals and standard errors for as many as there is room for,
/// two decimals without errors for those after them; where that is still too much, the rest is left out. Similarities within models come
/// first and are never left out: the page is made of them.
/// </summary>
internal sealed class PageBudget
{
    /// <summary>For maps in base64; the rest is for tables, charts and the page itself.</summary>
    public const long Limit = 25_000_000;

    private readonly Dictionary<LayerMap, (int Steps, string Base64)> _maps = new(ReferenceEqualityComparer.Instance);

    public PageBudget(IReadOnlyList<LayerMap> maps, long limit = Limit)
    {
        long used = 0;
        bool full = false;
        foreach (LayerMap map in maps.OrderByDescending(First))
        {
            (int steps, string base64) = full && !First(map) ? (0, "") : (MatrixEncoding.Fine, Base64(map, MatrixEncoding.Fine));
            if (used + base64.Length > limit) (steps, base64) = (MatrixEncoding.Coarse, Base64(map, MatrixEncoding.Coarse));
            if (used + base64.Length > limit && !First(map)) (full, steps, base64) = (true, 0, "");
            used += base64.Length;
            _maps[map] = (steps, base64);
        }
    }

    /// <summary>
    /// Of a value: <see cref="MatrixEncoding.Fine"/>, <see cref="MatrixEncoding.Coarse"/>, or 0 where the map is left out.
    /// </summary>
    public int Steps(LayerMap map) => _maps[map].Steps;

    /// <summary>The encoded map; empty where it is left out.</summary>
    public string Base64(LayerMap map) => _maps[map].Base64;

    public int LeftOut => _maps.Values.Count(map => map.Steps == 0);

    public bool Coarse => _maps.Values.Any(map => map.Steps == MatrixEncoding.Coarse);

    private static bool First(LayerMap map) => map.Matrix.Within && map.IsSimilarity;

    private static string Base64(LayerMap map, int steps)
        => Convert.ToBase64String(MatrixEncoding.Encode(map.Matrix.Values, map.Matrix.StandardErrors,
            MatrixEncoding.Symmetric(map.Matrix.Values), steps));
}
