namespace Strata.Analysis.Populations;

/// <summary>The two parts of V_A − V_C of the <see cref="NestedRegressions"/>.</summary>
/// <param name="Classes">V_A − V_B: what classes explain.</param>
/// <param name="Rest">V_B − V_C: what single examples add to that.</param>
internal readonly record struct EffectParts(double Classes, double Rest)
{
    public double All => Classes + Rest;

    public static EffectParts Of(NestedRegressions fit) => new(fit.Additive - fit.Classes, fit.Classes - fit.Saturated);

    public static EffectParts Mean(IReadOnlyCollection<EffectParts> parts)
        => new(parts.Average(p => p.Classes), parts.Average(p => p.Rest));

    public EffectParts Map(EffectParts other, Func<double, double, double> combine)
        => new(combine(Classes, other.Classes), combine(Rest, other.Rest));

    public static EffectParts operator +(EffectParts x, EffectParts y) => x.Map(y, (a, b) => a + b);
    public static EffectParts operator -(EffectParts x, EffectParts y) => x.Map(y, (a, b) => a - b);
    public static EffectParts operator *(double factor, EffectParts x) => new(factor * x.Classes, factor * x.Rest);
}
