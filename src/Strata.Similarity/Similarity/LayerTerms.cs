namespace Strata.Similarity;

/// <summary>
/// What batches say of one layer alone, summed. Whether the layer has a similarity is asked of this and of nothing else, whichever way its
/// terms were computed: no way then gives a value that another calls undefined. The bounds are derived in docs/numerics.md.
/// </summary>
/// <param name="Self">n(n − 3)·HSIC₁ of the layer with itself, or (n − 1)²·HSIC₀.</param>
/// <param name="Scale">(tr HKH/n)² in the same units: what the rounding of a self term is a share of.</param>
/// <param name="Spread">The features' energy about their means.</param>
/// <param name="Lost">What storing the features may have added to that, as <see cref="LostOf"/> says.</param>
public readonly record struct LayerTerms(double Self, double Scale, double Spread, double Lost)
{
    /// <summary>
    /// A self term up to this share of its scale is rounding. The coarsest products, fp32 Grams, err by some 1e-6·tr HKH in the Frobenius
    /// norm, so that a norm of 1e-5 still has digits; differences of traces in double precision err by 1e-14 of their squares.
    /// </summary>
    private const double Rounding = 1e-10;

    /// <summary>
    /// Unit roundoffs by which examples may differ and be equal: storing one is half of that to each side, with as much for computing it.
    /// </summary>
    private const double Roundings = 4;

    public static LayerTerms operator +(LayerTerms x, LayerTerms y)
        => new(x.Self + y.Self, x.Scale + y.Scale, x.Spread + y.Spread, x.Lost + y.Lost);

    /// <inheritdoc cref="op_Addition"/>
    public static LayerTerms Add(LayerTerms x, LayerTerms y) => x + y;

    /// <summary>The same of features in another unit.</summary>
    /// <param name="factor">By which their squares grow.</param>
    public LayerTerms Scaled(double factor) => new(Self * factor * factor, Scale * factor * factor, Spread * factor, Lost * factor);

    /// <summary>The energy about their means that equal examples of this energy may have once they are stored.</summary>
    /// <param name="energy">Sum of squares of all features.</param>
    /// <param name="roundoff">Of the stored numbers: 2⁻²⁴ for fp32.</param>
    public static double LostOf(double energy, double roundoff) => Roundings * roundoff * (Roundings * roundoff) * energy;

    /// <summary>Why the layer has no similarity, as the end of "the layer is"; null where it has one.</summary>
    public string? Problem()
        => Problem(Spread, Lost) ?? (!double.IsFinite(Self) ? NotFinite : Self <= Rounding * Scale ? AloneOnly : null);

    /// <summary>The same of the energies alone, for what needs no self term.</summary>
    public static string? Problem(double spread, double lost)
        => !double.IsFinite(spread) ? NotFinite
            : spread == 0 && lost == 0 ? "zero: every example has the representation 0"
            : spread <= lost ? "constant: the examples' representations differ by no more than the rounding of what is stored"
            : null;

    private const string NotFinite = "not finite: the representation holds infinite or undefined numbers";

    private const string AloneOnly
        = "unlike itself: what two examples have in common is no more than rounding beside what single ones have alone";
}
