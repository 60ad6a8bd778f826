using MathNet.Numerics;

namespace Strata.Analysis.Populations;

/// <summary>Step-down correction of many tests (S. Holm 1979 with Z. Šidák's 1967 bound).</summary>
public static class HolmSidak
{
    /// <summary>p-values that hold for the whole family: 1 − (1 − p)^(m − rank), made monotone. Tests without a p-value are no part of the family.</summary>
    public static double?[] Adjust(IReadOnlyList<double?> p)
    {
        ArgumentNullException.ThrowIfNull(p);
        int[] order = [.. Enumerable.Range(0, p.Count).Where(i => p[i] is not null).OrderBy(i => p[i])];
        double?[] adjusted = new double?[p.Count];
        double highest = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            double own = p[order[rank]]!.Value;
            // The powers of numbers next to 1 lose all digits of a small p.
            double family = own >= 1 ? 1 : -SpecialFunctions.Expm1((order.Length - rank) * SpecialFunctions.Log1p(-own));
            adjusted[order[rank]] = highest = Math.Max(highest, family);
        }
        return adjusted;
    }
}
