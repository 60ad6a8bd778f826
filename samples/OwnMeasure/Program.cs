// A measure of one's own, beside one that comes with Strata.
using Strata.Activations;
using Strata.Similarity;
using Strata.Similarity.Measures;

// The same 300 examples in two layers: one spreads over all of its features, one over two of them.
var random = new Random(2);
float[,] round = new float[300, 20], flat = new float[300, 20];
for (int i = 0; i < 300; i++)
{
    for (int j = 0; j < 20; j++)
    {
        round[i, j] = (float)(random.NextDouble() - 0.5);
        flat[i, j] = round[i, j] * (j < 2 ? 1 : 0.01f);
    }
}
using var model = new LayerArrays { { "round", round }, { "flat", flat } };
foreach (Measure measure in (Measure[])[new SameDimension(), KnownMeasures.Parse("procrustes")])
{
    SimilarityMatrix map = MeasureComparison.Compare(model, null, measure, new ComparisonOptions());
    Console.WriteLine($"{measure.Name,-15}{map.Values[0, 1]:0.000}");
}

/// <summary>Whether two layers spread over as many directions: the smaller participation ratio by the larger.</summary>
internal sealed class SameDimension : Measure<SameDimension.Layer>
{
    public override string Name => "same-dimension";

    public override string Says => "The smaller of both participation ratios (Σλ)² / Σλ² of the covariance, by the larger.";

    public override MeasureTraits Traits { get; } = new(0, 1,
        Invariances.Permutation | Invariances.Scaling | Invariances.Orthogonal | Invariances.Translation);

    protected override Layer Take(Representation layer)
    {
        (int examples, int features) = (layer.Examples, layer.Features);
        double[] mean = new double[features];
        for (int k = 0; k < layer.Rows.Count; k++) mean[k % features] += layer.Rows[k] / examples;
        double[,] covariance = new double[features, features];
        for (int i = 0; i < examples; i++)
            for (int j = 0; j < features; j++)
                for (int k = 0; k < features; k++)
                    covariance[j, k] += (layer.Rows[i * features + j] - mean[j]) * (layer.Rows[i * features + k] - mean[k]);
        // The eigenvalues' sum is the trace, and the sum of their squares that of all entries' squares.
        double trace = Enumerable.Range(0, features).Sum(j => covariance[j, j]);
        return new(trace * trace / covariance.Cast<double>().Sum(value => value * value));
    }

    protected override double Value(Layer a, Layer b) => Math.Min(a.Ratio, b.Ratio) / Math.Max(a.Ratio, b.Ratio);

    public sealed record Layer(double Ratio) : MeasuredLayer
    {
        // The order of the examples changes nothing.
        public override Layer Permuted(int[] order) => this;
    }
}
