using Strata.Runtime;

namespace Strata.Similarity.Measures;

/// <summary>The left singular vectors of a centred layer, [examples, features] = U S Vᵀ, as far as they are more than rounding.</summary>
/// <param name="Examples">n.</param>
/// <param name="Vectors">Uᵀ, [rank, examples], each of norm 1.</param>
/// <param name="Values">The diagonal of S, [rank], descending.</param>
public sealed record SingularBasis(int Examples, double[] Vectors, double[] Values) : MeasuredLayer
{
    public int Rank => Values.Length;

    /// <summary>True where any representation of the examples is a linear map of this one.</summary>
    public bool SpansAll => Rank >= Examples - 1;

    internal static SingularBasis Of(Representation layer)
    {
        int n = layer.Examples, p = layer.Features;
        (double[] vectors, double[] values) = Decompose(layer);
        // As numpy's matrix_rank has it; squares, which the Gram has, show singular values down to the root of their rounding.
        double least = values[0] * Math.Max(Math.Max(n, p) * layer.Roundoff, p < n ? 0 : Math.Sqrt(n * UnitRoundoff.OfDouble));
        int rank = Math.Min(Math.Min(p, n - 1), values.Count(value => value > least));
        return new(n, vectors[..(rank * n)], values[..rank]);
    }

    /// <summary>The vectors that come first, in number.</summary>
    internal SingularBasis First(int rank) => rank == Rank ? this : new(Examples, Vectors[..(rank * Examples)], Values[..rank]);

    /// <summary>Uᵀ of this times U of the other, [rank, rank of the other].</summary>
    internal double[] Times(SingularBasis other) => MatrixProduct.Cross(Vectors, Rank, other.Vectors, other.Rank, Examples);

    /// <summary>S·Uᵀ over its Frobenius norm, [rank, examples]: what has the layer's Gram in units of its spread.</summary>
    internal double[] Scaled()
    {
        double norm = Math.Sqrt(Similarity.Rows.Dot(Values, Values));
        double[] scaled = new double[Vectors.Length];
        for (int k = 0; k < scaled.Length; k++) scaled[k] = Vectors[k] * (Values[k / Examples] / norm);
        return scaled;
    }

    public override SingularBasis Permuted(int[] order) => this with { Vectors = Columns(Vectors, order) };

    /// <summary>Fewer features than examples are decomposed themselves, so that no squares of singular values are taken.</summary>
    private static (double[] Vectors, double[] Values) Decompose(Representation layer)
    {
        if (layer.Features < layer.Examples) return Decompositions.LeftSingular(layer.Centered, layer.Examples, layer.Features);
        (double[] vectors, double[] squares) = Decompositions.Symmetric(layer.CenteredGram, layer.Examples);
        return (vectors, [.. squares.Select(square => Math.Sqrt(Math.Max(0, square)))]);
    }
}
