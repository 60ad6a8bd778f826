namespace Strata.Analysis.Populations;

/// <summary>Finds a model that is in two populations, by its predictions.</summary>
internal static class SharedModels
{
    /// <summary>Two models of their own may agree on everything by chance where they make few errors, but hardly in so many.</summary>
    private const int Errors = 5;

    /// <summary>The first two models with the same predictions, errors included.</summary>
    public static (int A, int B, int Errors)? Find(Population a, Population b, int[] labels)
    {
        if (a.Examples != b.Examples) return null;
        for (int i = 0; i < a.Models; i++)
        {
            ReadOnlySpan<int> own = a.Of(i);
            int errors = ErrorsOf(own, labels);
            if (errors < Errors) continue;
            for (int j = 0; j < b.Models; j++)
                if (!(ReferenceEquals(a, b) && i >= j) && own.SequenceEqual(b.Of(j))) return (i, j, errors);
        }
        return null;
    }

    /// <summary>
    /// Whether two populations are one: every model has its twin in its place, and together they make errors enough. Models with few errors
    /// of their own are found that way.
    /// </summary>
    public static bool All(Population a, Population b, int[] labels)
    {
        if (a.Models != b.Models || a.Examples != b.Examples) return false;
        int errors = 0;
        for (int m = 0; m < a.Models; m++)
        {
            if (!a.Of(m).SequenceEqual(b.Of(m))) return false;
            errors += ErrorsOf(a.Of(m), labels);
        }
        return errors >= Errors;
    }

    /// <summary>None of a model that predicts one class: that is a failure which many models share.</summary>
    private static int ErrorsOf(ReadOnlySpan<int> predictions, int[] labels)
    {
        if (predictions.IndexOfAnyExcept(predictions[0]) < 0) return 0;
        int errors = 0;
        for (int e = 0; e < predictions.Length; e++) errors += predictions[e] == labels[e] ? 0 : 1;
        return errors;
    }
}
