namespace Strata.Settings;

/// <summary>Finds what a mistyped name was probably meant to be.</summary>
internal static class Suggestion
{
    /// <summary><c>; did you mean 'x'?</c>, or the whole choice where nothing is near.</summary>
    public static string For(string given, IEnumerable<string> known)
    {
        string[] names = [.. known];
        return Nearest(given, names) is { } near ? $"; did you mean '{near}'?" : $"; expected one of {string.Join(", ", names)}";
    }

    /// <summary>The name that was probably meant; null where none is near.</summary>
    public static string? Nearest(string given, IEnumerable<string> known)
    {
        string? nearest = known.MinBy(DistanceTo);
        // Two edits make any short name of any other.
        return nearest is not null && DistanceTo(nearest) <= Math.Max(2, nearest.Length / 3) && DistanceTo(nearest) < given.Length
            ? nearest : null;

        int DistanceTo(string name) => Distance(given.ToLowerInvariant(), name.ToLowerInvariant());
    }

    /// <summary>Edit distance with transposition of neighbours as one edit (optimal string alignment).</summary>
    public static int Distance(string a, string b)
    {
        // A longer string than any name is no typing mistake; its distance needs no table.
        if (a.Length > 200 || b.Length > 200) return Math.Max(a.Length, b.Length);
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
