namespace Strata.Analysis.Populations;

/// <summary>
/// Three nested logistic regressions on the correctness of every prediction of two populations (P1 §7): A, example + population; B, A +
/// class × population; C, example × population; and what of the variance V = mean (y − π)² each of them leaves.
/// </summary>
/// <remarks>
/// An example that is always right or always wrong has its intercept at ±∞ and its π at 1 or 0 in the limit: it adds nothing to any V.
/// Examples lie within classes, so B is A fitted to each class by itself, and C has the cells' own accuracies for π. What A needs is one
/// number, the population's coefficient, with every example's intercept solved for it.
/// </remarks>
/// <param name="Additive">V_A.</param>
/// <param name="Classes">V_B.</param>
/// <param name="Saturated">V_C.</param>
internal readonly record struct NestedRegressions(double Additive, double Classes, double Saturated)
{
    private const int MostSteps = 200;

    /// <summary>Coefficients beyond this are no different from infinite ones: e⁻⁴⁰ is below rounding.</summary>
    private const double Infinite = 40;

    public double ExplainedByClasses => Additive - Classes;
    public double ExplainedByCells => Additive - Saturated;

    /// <param name="a">[examples]: accuracy of population A, in [0, 1].</param>
    /// <param name="b">[examples]: of population B.</param>
    /// <param name="weightA">A's share of all predictions; B has the rest.</param>
    /// <param name="groups">The examples of each class; every example in one.</param>
    public static NestedRegressions Fit(double[] a, double[] b, double weightA, IReadOnlyList<int[]> groups)
    {
        double weightB = 1 - weightA, cells = 0, classes = 0;
        var mixed = new List<int>();
        foreach (int[] group in groups)
        {
            int before = mixed.Count;
            foreach (int e in group)
            {
                cells += weightA * a[e] * (1 - a[e]) + weightB * b[e] * (1 - b[e]);
                if (a[e] + b[e] is > 0 and < 2) mixed.Add(e);
            }
            classes += Misfit(a, b, weightA, mixed[before..]);
        }
        double saturated = cells / a.Length;
        return new(saturated + Misfit(a, b, weightA, mixed) / a.Length, saturated + classes / a.Length, saturated);
    }

    /// <summary>Σ of weight · (accuracy − π)² over the cells of some examples, π by the regression on example + population.</summary>
    private static double Misfit(double[] a, double[] b, double weightA, List<int> examples)
    {
        if (examples.Count == 0) return 0;
        double weightB = 1 - weightA, beta = Coefficient(a, b, weightA, examples), sum = 0;
        foreach (int e in examples)
        {
            double total = weightA * a[e] + weightB * b[e];
            double fittedB = double.IsInfinity(beta) ? Limit(total, weightB, beta > 0) : Fitted(total, weightA, Math.Exp(beta / 2)).B,
                fittedA = (total - weightB * fittedB) / weightA;
            sum += weightA * (a[e] - fittedA) * (a[e] - fittedA) + weightB * (b[e] - fittedB) * (b[e] - fittedB);
        }
        return sum;
    }

    /// <summary>
    /// The maximum of the likelihood, where the fitted predictions of B add up to the observed ones: Newton's steps within a shrinking
    /// bracket.
    /// </summary>
    private static double Coefficient(double[] a, double[] b, double weightA, List<int> examples)
    {
        double weightB = 1 - weightA, observed = 0, most = 0, least = 0;
        foreach (int e in examples)
        {
            double total = weightA * a[e] + weightB * b[e];
            observed += b[e];
            most += Limit(total, weightB, true);
            least += Limit(total, weightB, false);
        }
        double tolerance = 1e-12 * examples.Count;
        // Perfect separation: B is right wherever the examples' totals let it be (or nowhere), and the likelihood rises for ever.
        if (most - observed <= tolerance) return double.PositiveInfinity;
        if (observed - least <= tolerance) return double.NegativeInfinity;

        double low = -Infinite, high = Infinite, beta = 0;
        for (int step = 0; step < MostSteps; step++)
        {
            double half = Math.Exp(beta / 2), excess = -observed, slope = 0;
            foreach (int e in examples)
            {
                (double fittedA, double fittedB) = Fitted(weightA * a[e] + weightB * b[e], weightA, half);
                double varianceA = weightA * fittedA * (1 - fittedA), varianceB = fittedB * (1 - fittedB);
                excess += fittedB;
                if (varianceA > 0) slope += varianceB * varianceA / (varianceA + weightB * varianceB);
            }
            if (Math.Abs(excess) <= tolerance) break;
            if (excess > 0) high = beta;
            else low = beta;
            double next = beta - excess / slope;
            if (!(next > low && next < high)) next = (low + high) / 2;
            if (next == beta || high - low < 1e-13) break;
            beta = next;
        }
        return beta;
    }

    /// <summary>
    /// π of both populations for an example whose weighted total is given: with x = e^(α + β/2) and h = e^(β/2), w_A x/(x + h) + w_B xh/(xh
    /// + 1) = total is a quadratic in x with one positive root.
    /// </summary>
    private static (double A, double B) Fitted(double total, double weightA, double h)
    {
        double linear = (weightA - total) / h + (1 - weightA - total) * h, root = Math.Sqrt(linear * linear + 4 * total * (1 - total));
        double x = linear <= 0 ? (root - linear) / (2 * (1 - total)) : 2 * total / (root + linear);
        return (x / (x + h), x * h / (x * h + 1));
    }

    /// <summary>B's π where its coefficient is infinite: all of the example's total that B can hold, or as little as A leaves.</summary>
    private static double Limit(double total, double weightB, bool up)
        => up ? Math.Min(1, total / weightB) : Math.Max(0, (total - (1 - weightB)) / weightB);
}
