using System.Globalization;
using Strata.Runtime;

namespace Strata.Similarity.Measures;

/// <summary>CKA of nearness, by a Gaussian of the distances.</summary>
public sealed class RbfCka : KernelCka
{
    private const double Usual = 0.4;

    private double _factor = Usual;

    public override string Name => "rbf-cka";

    public override string Says
        => "CKA by exp(−d²/(2f²m)) of the distances d, m the median d², unbiased, of all examples at once; f is 0.4, and rbf-cka:F takes F "
            + "(Kornblith et al. 2019).";

    public override MeasureTraits Traits { get; } = new(-1, 1,
        Invariances.Permutation | Invariances.Scaling | Invariances.Translation | Invariances.Orthogonal);

    public override string Text => _factor == Usual ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}:{_factor}");

    private protected override Kernel Kernel => Kernel.Rbf(_factor);

    public override Measure WithArgument(string argument)
        => double.TryParse(argument, NumberStyles.Float, CultureInfo.InvariantCulture, out double factor)
            && factor > 0 && double.IsFinite(factor)
            ? new RbfCka { _factor = factor }
            : throw new InvalidOptionsException($"measure: {Name}:{Foreign.Words(argument)} has no positive factor");
}
