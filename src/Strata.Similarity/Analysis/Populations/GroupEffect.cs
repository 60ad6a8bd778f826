namespace Strata.Analysis.Populations;

/// <summary>
/// How much of what two populations differ in about single examples their classes explain: v² = (V_A − V_B)/(V_A − V_C) of the
/// <see cref="NestedRegressions"/> (P1 §7).
/// </summary>
/// <remarks>
/// C has a parameter for every cell and B one for every class, so both differences are above 0 where nothing differs. Corrected, each is
/// rid of what the models' sampling adds, by the delete-one jackknife over models; for V_A − V_C that is the cells' variances × M/(M − 1),
/// and for V_A − V_B it holds also where a model's errors within a class go together. Where V_A − V_C is not above three times its standard
/// deviation under no difference, v² would be a quotient of noise: there the denominator is that bound, and <see cref="Note"/> says so.
/// </remarks>
public sealed record GroupEffect
{
    /// <summary>Below so many models the jackknife takes off more than few models add (simulated: docs/numerics.md).</summary>
    private const int FewestModels = 4;

    /// <summary>The papers' v², from 0 to 1; null where undefined.</summary>
    public double? V2 { get; init; }

    /// <summary>Without the bias of few models; being an estimate, it may be a little below 0 or above 1.</summary>
    public double? V2Corrected { get; init; }

    /// <summary>95 % interval of the corrected v², by resampling models; null where none was computed.</summary>
    public double[]? Interval { get; init; }

    /// <summary>V_A: what example + population leave of the variance of a prediction's correctness.</summary>
    public double VarianceAdditive { get; init; }

    /// <summary>V_B: with class × population.</summary>
    public double VarianceClasses { get; init; }

    /// <summary>V_C: with example × population.</summary>
    public double VarianceSaturated { get; init; }

    /// <summary>V_A − V_B, corrected; null with too few models in a population.</summary>
    public double? ExplainedCorrected { get; init; }

    /// <summary>V_A − V_C, corrected.</summary>
    public double? DifferenceCorrected { get; init; }

    /// <summary>Three times the standard deviation of V_A − V_C were the populations alike.</summary>
    public double Bound { get; init; }

    /// <summary>Why v² is undefined; null where it is not.</summary>
    public string? Reason { get; init; }

    /// <summary>What makes the value a weak one; null where nothing does.</summary>
    public string? Note { get; init; }

    /// <param name="groups">The examples of each class; every example in one.</param>
    /// <param name="resamples">For the interval; 0 leaves it out.</param>
    internal static GroupEffect Of(Correctness a, Correctness b, IReadOnlyList<int[]> groups, int resamples, long seed,
        EffectProgress? progress = null, CancellationToken stop = default)
    {
        var sampling = new ModelSampling(a, b, groups, progress ?? EffectProgress.None);
        NestedRegressions fit = sampling.Fit();
        var result = new GroupEffect
        {
            VarianceAdditive = fit.Additive,
            VarianceClasses = fit.Classes,
            VarianceSaturated = fit.Saturated,
            Bound = 3 * sampling.NullDeviation()
        };
        if (fit.ExplainedByCells <= 1e-12)
        {
            return result with
            {
                Reason = Settled(a) || Settled(b)
                    ? "every model of a population is right about the same examples, and the regression on example and population "
                    + "separates them perfectly: there is nothing for classes to explain"
                    : "the populations agree on every example but for their mean, so there is nothing for classes to explain",
            };
        }
        result = result with { V2 = fit.ExplainedByClasses / fit.ExplainedByCells };
        if (Math.Min(a.Models, b.Models) < FewestModels)
            return result with
            {
                Note =
                $"no correction: with fewer than {FewestModels} models in a population it takes off more than there is"
            };

        LeaveOneOut models = sampling.LeaveOneOut(fit, stop);
        (double explained, double difference) = (models.Corrected.Classes, models.Corrected.All);
        double denominator = Math.Max(difference, result.Bound);
        result = result with { ExplainedCorrected = explained, DifferenceCorrected = difference };
        if (denominator <= 0) return result with { Note = "no correction: no example is undecided in either population" };
        if (difference < result.Bound)
            result = result with
            {
                Note =
                "the populations differ about single examples hardly more than by chance; the denominator of the corrected v² is held at "
                + "three times its standard deviation under no difference"
            };
        result = result with { V2Corrected = explained / denominator };
        if (resamples == 0) return result;
        return result with { Interval = sampling.Interval(models, result.Bound, resamples, seed, stop) };
    }

    /// <summary>No example is undecided.</summary>
    private static bool Settled(Correctness population) => population.Counts.All(count => count == 0 || count == population.Models);
}
