namespace Strata.Analysis.Populations;

/// <summary>What the models of a population take examples for where they are wrong.</summary>
internal static class Mistakes
{
    /// <summary>Where no model is wrong.</summary>
    public const int None = -1;

    /// <summary>[examples]: the wrong class that most models predict, of equally frequent ones the first; or <see cref="None"/>.</summary>
    public static int[] Of(Population population, int[] labels)
    {
        int[] mistakes = new int[labels.Length];
        var times = new Dictionary<int, int>();
        for (int e = 0; e < labels.Length; e++)
        {
            times.Clear();
            for (int m = 0; m < population.Models; m++)
            {
                int predicted = population.Predictions[m, e];
                if (predicted != labels[e]) times[predicted] = times.GetValueOrDefault(predicted) + 1;
            }
            mistakes[e] = times.Count == 0 ? None : times.MinBy(wrong => (-wrong.Value, wrong.Key)).Key;
        }
        return mistakes;
    }
}
