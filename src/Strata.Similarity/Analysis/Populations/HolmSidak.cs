namespace Strata.Analysis.Populations;

/// <summary>Step-down correction of many tests (S. Holm 1979 with Z. Šidák's 1967 bound).</summary>
public static class HolmSidak
{
    /// <summary>
    /// p-values that hold for the whole family: 1 − (1 − p)^(m − rank), made monotone. Tests without a p-value are no part of the family.
    /// </summary>
    public static double?[] Adjust(IReadOnlyList<double?> p)
    {
        ArgumentNullException.ThrowIfNull(p);
        int[] order = [.. Enumerable.Range(0, p.Count).Where(i => p[i] is not null).OrderBy(i => p[i])];
        double?[] adjusted = new double?[p.Count];
        double highest = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            double own = p[order[rank]]!.Value;
            double family = own >= 1 ? 1 : -ExpMinusOne((order.Length - rank) * LogOfOneMinus(own));
            adjusted[order[rank]] = highest = Math.Max(highest, family);
        }
        return adjusted;
    }

    /// <summary>ln(1 − p) with all digits of a small p (W. Kahan); .NET's has none of them, and MathNet's Log1p and Expm1 nine.</summary>
    private static double LogOfOneMinus(double p)
    {
        double u = 1 - p;
        return u == 1 ? -p : -p * (Math.Log(u) / (u - 1));
    }

    private static double ExpMinusOne(double x)
    {
        double u = Math.Exp(x);
        return u == 1 ? x : u == 0 ? -1 : (u - 1) * x / Math.Log(u);
    }
}
