namespace Strata.Settings;

/// <summary>Finds what a mistyped name was probably meant to be.</summary>
internal static class Suggestion
{
    /// <summary><c>; did you mean 'x'?</c>, or the whole choice where nothing is near.</summary>
    public static string For(string given, IEnumerable<string> known)
    {
        string[] names = [.. known];
        string? nearest = names.MinBy(name => Distance(given.ToLowerInvariant(), name.ToLowerInvariant()));
        bool near = nearest is not null && Distance(given.ToLowerInvariant(), nearest.ToLowerInvariant())
            <= Math.Max(2, nearest.Length / 3);
        return near ? $"; did you mean '{nearest}'?" : $"; expected one of {string.Join(", ", names)}";
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
