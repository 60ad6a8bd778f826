using System.Globalization;
using Strata.Runtime;

namespace Strata.Similarity.Measures;

/// <summary>Canonical correlations of what is left of two layers without their small components.</summary>
public sealed class Svcca : Measure<SingularBasis>
{
    private double _share = 0.99;

    public override string Name => "svcca";

    public override string Says
        => "The mean canonical correlation of the components that have 99 % of the variance; svcca:SHARE takes another share "
            + "(Raghu et al. 2017).";

    public override MeasureTraits Traits { get; } = new(0, 1,
        Invariances.Permutation | Invariances.Scaling | Invariances.Translation | Invariances.Orthogonal);

    public override string Text => _share == 0.99 ? Name : $"{Name}:{_share}";

    public override Measure WithArgument(string argument)
        => double.TryParse(argument, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is > 0 and <= 1
            ? new Svcca { _share = share }
            : throw new InvalidOptionsException($"measure: {Name}:{Foreign.Words(argument)} has no share above 0 and up to 1");

    protected override SingularBasis Take(Representation layer)
    {
        SingularBasis basis = SingularBasis.Of(layer);
        double sum = Similarity.Rows.Dot(basis.Values, basis.Values), seen = 0;
        int rank = 0;
        while (rank < basis.Rank && seen < _share * sum) seen += basis.Values[rank] * basis.Values[rank++];
        return basis.First(Math.Max(1, rank));
    }

    protected override string? Problem(SingularBasis a, SingularBasis b) => CanonicalCorrelations.Problem(a, b);

    protected override double Value(SingularBasis a, SingularBasis b) => CanonicalCorrelations.Of(a, b).Average();
}
