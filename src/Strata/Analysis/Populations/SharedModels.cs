namespace Strata.Analysis.Populations;

/// <summary>Finds a model that is in two populations, by its predictions.</summary>
internal static class SharedModels
{
    /// <summary>Two models of their own may agree on everything by chance where they make few errors, but hardly in so many.</summary>
    private const int Errors = 5;

    /// <summary>The first two models with the same predictions, errors included; constant predictions are a failure that many models share, and do not count.</summary>
    public static (int A, int B, int Errors)? Find(Population a, Population b, int[] labels)
    {
        if (a.Examples != b.Examples) return null;
        for (int i = 0; i < a.Models; i++)
        {
            ReadOnlySpan<int> own = a.Of(i);
            if (own.IndexOfAnyExcept(own[0]) < 0) continue;
            int errors = 0;
            for (int e = 0; e < own.Length; e++) errors += own[e] == labels[e] ? 0 : 1;
            if (errors < Errors) continue;
            for (int j = 0; j < b.Models; j++)
                if (!(ReferenceEquals(a, b) && i >= j) && own.SequenceEqual(b.Of(j))) return (i, j, errors);
        }
        return null;
    }
}
