namespace Strata.Similarity.Measures;

/// <summary>How far apart the probabilities are that two networks give to the classes.</summary>
public sealed class JensenShannon : OutputMeasure<JensenShannon.Layer>
{
    public override string Name => "jsd";

    public override string Says
        => "Of two networks' outputs before the softmax: the mean Jensen–Shannon divergence of their probabilities, in bits (Lin 1991).";

    public override MeasureTraits Traits { get; } = new(0, 1, Invariances.None)
    {
        IsDistance = true,
        IsOfOutputs = true,
        IsUnbiasedInBatches = true,
    };

    protected override string? Problem(Layer a, Layer b)
        => a.Classes == b.Classes ? null : $"X has {a.Classes} classes and Y {b.Classes}, expected the same";

    protected override Layer Take(Representation layer) => new(layer.Features, layer.Probabilities());

    protected override double Value(Layer a, Layer b)
    {
        double sum = 0;
        for (int k = 0; k < a.Probabilities.Length; k++)
        {
            double p = a.Probabilities[k], q = b.Probabilities[k], mean = (p + q) / 2;
            if (p > 0) sum += p * Math.Log2(p / mean) / 2;
            if (q > 0) sum += q * Math.Log2(q / mean) / 2;
        }
        return sum / (a.Probabilities.Length / a.Classes);
    }

    /// <param name="Probabilities">[examples, classes].</param>
    public sealed record Layer(int Classes, double[] Probabilities) : MeasuredLayer
    {
        public override Layer Permuted(int[] order) => this with { Probabilities = Rows(Probabilities, order) };
    }
}
