using Strata.Runtime;

namespace Strata.Similarity.Measures;

/// <summary>Whether the same examples are far from each other in both layers: the correlation of two matrices of distances.</summary>
public sealed class RepresentationalSimilarity : Measure<RepresentationalSimilarity.Layer>
{
    private bool _euclidean, _pearson;

    public override string Name => "rsa";

    public override string Says
        => "The correlation of two layers' distances between examples (Kriegeskorte et al. 2008): of 1 − Pearson's r by Spearman's ρ, or "
            + "as rsa:correlation-pearson, rsa:euclidean-spearman or rsa:euclidean-pearson say.";

    public override MeasureTraits Traits => new(-1, 1, Invariances.Permutation | Invariances.Scaling
        | (_euclidean ? Invariances.Translation | Invariances.Orthogonal : Invariances.None));

    public override string Text => !_euclidean && !_pearson ? Name
        : $"{Name}:{(_euclidean ? "euclidean" : "correlation")}-{(_pearson ? "pearson" : "spearman")}";

    public override Measure WithArgument(string argument) => argument switch
    {
        "correlation-spearman" => new RepresentationalSimilarity(),
        "correlation-pearson" => new RepresentationalSimilarity { _pearson = true },
        "euclidean-spearman" => new RepresentationalSimilarity { _euclidean = true },
        "euclidean-pearson" => new RepresentationalSimilarity { _euclidean = true, _pearson = true },
        _ => throw new InvalidOptionsException(
            $"measure: {Name}:{Foreign.Words(argument)} is none of correlation-spearman, correlation-pearson, euclidean-spearman and "
            + "euclidean-pearson"),
    };

    protected override string? Problem(Representation layer)
    {
        if (base.Problem(layer) is { } problem) return problem;
        if (layer.Examples < 3) return $"of {layer.Examples} examples, which have too few distances";
        if (!_euclidean && layer.ConstantExample() is { } example)
            return $"without a correlation: all features of example {example} are equal";
        double[] distances = Distances(layer);
        return distances.Max() - distances.Min() <= Rounding(layer, distances).Max()
            ? "without differences: all distances are equal" : null;
    }

    protected override Layer Take(Representation layer)
    {
        double[] distances = Distances(layer);
        double[] compared = _pearson ? distances : Ranks.Of(distances, Rounding(layer, distances));
        double mean = Similarity.Rows.Sum(compared) / compared.Length;
        for (int k = 0; k < compared.Length; k++) compared[k] -= mean;
        double norm = Math.Sqrt(Similarity.Rows.Dot(compared, compared));
        int n = layer.Examples;
        double[] square = new double[n * n];
        for (int i = 0, k = 0; i < n; i++)
            for (int j = i + 1; j < n; j++, k++) square[i * n + j] = square[j * n + i] = compared[k] / norm / Math.Sqrt(2);
        return new(n, square);
    }

    protected override double Value(Layer a, Layer b) => Similarity.Rows.Dot(a.Square, b.Square, a.Examples);

    /// <summary>Above the diagonal, row by row.</summary>
    private double[] Distances(Representation layer) => _euclidean ? layer.Distances() : layer.CorrelationDistances();

    /// <summary>
    /// Distances that are equal but for it have one rank: examples of one kind are all equally far from those of another.
    /// </summary>
    private double[] Rounding(Representation layer, double[] distances)
        => _euclidean ? layer.DistanceRounding() : [.. distances.Select(_ => Representation.Rounding)];

    /// <param name="Square">Distances or their ranks, about their mean and of norm 1, [examples, examples]; the diagonal is 0.</param>
    public sealed record Layer(int Examples, double[] Square) : MeasuredLayer
    {
        public override Layer Permuted(int[] order) => this with { Square = Both(Square, order) };
    }
}
