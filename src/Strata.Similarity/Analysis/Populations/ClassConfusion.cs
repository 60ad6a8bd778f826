namespace Strata.Analysis.Populations;

/// <summary>How often examples of a class are taken for a class; those that never are have no entry.</summary>
/// <param name="Class">The true class.</param>
/// <param name="Predicted">The class that is predicted, right or wrong.</param>
/// <param name="TimesA">Of the predictions of all of A's models for all examples of the class.</param>
/// <param name="TimesB">The same of B.</param>
public readonly record struct ClassConfusion(int Class, int Predicted, int TimesA, int TimesB)
{
    /// <summary>In order of class, then of predicted class.</summary>
    internal static IReadOnlyList<ClassConfusion> All(Population a, Population b, int[] labels)
    {
        var times = new Dictionary<(int Class, int Predicted), (int A, int B)>();
        void Count(Population population, int a, int b)
        {
            for (int m = 0; m < population.Models; m++)
            {
                ReadOnlySpan<int> predicted = population.Of(m);
                for (int e = 0; e < labels.Length; e++)
                {
                    (int A, int B) before = times.GetValueOrDefault((labels[e], predicted[e]));
                    times[(labels[e], predicted[e])] = (before.A + a, before.B + b);
                }
            }
        }
        Count(a, 1, 0);
        Count(b, 0, 1);
        return [.. times.OrderBy(cell => cell.Key).Select(cell
            => new ClassConfusion(cell.Key.Class, cell.Key.Predicted, cell.Value.A, cell.Value.B))];
    }
}
