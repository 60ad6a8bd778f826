using System.Runtime.InteropServices;
using Strata.Similarity.Kernels;

namespace Strata.Similarity;

/// <summary>
/// Leading eigenpairs of a centred Gram HKH, that is squared singular values of a layer and unit scores of the batch's examples, one after
/// the other by Lanczos' iteration on the packed triangle.
/// </summary>
/// <param name="triangle">Off-diagonal entries of K, up to a shift a·1ᵀ + 1·aᵀ that H takes away again.</param>
/// <param name="diagonal">[n], with the same shift.</param>
internal sealed unsafe class LeadingComponents(float* triangle, double[] diagonal)
{
    /// <summary>The longest Krylov space. Components that cannot be told apart by then share their directions.</summary>
    private const int MostSteps = 64;

    /// <summary>Residual of an eigenpair, relative to its eigenvalue, that ends the iteration.</summary>
    private const double Tolerance = 1e-6;

    private readonly int _n = diagonal.Length;
    private readonly List<double[]> _found = [];

    /// <summary>
    /// The largest eigenvalue on what is orthogonal to the components found before, and its unit vector; 0 and no vector where nothing is
    /// left.
    /// </summary>
    public (double Value, double[]? Vector) Next()
    {
        var basis = new List<double[]>();
        var (alpha, beta) = (new List<double>(), new List<double>());
        double[] next = Start();
        int most = Math.Min(_n - 1 - _found.Count, MostSteps);
        while (basis.Count < most)
        {
            double length = Math.Sqrt(Rows.Dot(next, next));
            if (!(length > 0)) break;
            for (int i = 0; i < _n; i++) next[i] /= length;
            basis.Add(next);
            double[] product = new double[_n];
            TriangleProduct.Multiply(triangle, _n, diagonal, next, product);
            Project(product);
            alpha.Add(Rows.Dot(product, next));
            // Twice: once leaves what rounding brings back.
            for (int again = 0; again < 2; again++)
                foreach (double[] old in basis) Rows.AddScaled(product, old, -Rows.Dot(product, old));
            Project(product);
            beta.Add(Math.Sqrt(Rows.Dot(product, product)));
            bool exhausted = basis.Count == most || !(beta[^1] > 1e-13 * alpha.Max(Math.Abs));
            if (exhausted || basis.Count % 4 == 0)
            {
                (double value, double[] weights) = Largest(alpha, beta);
                if (exhausted || beta[^1] * Math.Abs(weights[^1]) <= Tolerance * Math.Abs(value)) return Combine(value, weights, basis);
            }
            next = product;
        }
        return (0, null);
    }

    private (double Value, double[]? Vector) Combine(double value, double[] weights, List<double[]> basis)
    {
        if (!(value > 0)) return (0, null);
        double[] vector = new double[_n];
        for (int k = 0; k < weights.Length; k++) Rows.AddScaled(vector, basis[k], weights[k]);
        _found.Add(vector);
        return (value, vector);
    }

    /// <summary>The largest eigenvalue of the tridiagonal matrix that the iteration has built, and its unit vector.</summary>
    private static (double Value, double[] Vector) Largest(List<double> alpha, List<double> beta)
    {
        if (alpha.Exists(a => !double.IsFinite(a))) return (0, new double[alpha.Count]);
        return Tridiagonal.Largest(CollectionsMarshal.AsSpan(alpha), CollectionsMarshal.AsSpan(beta));
    }

    /// <summary>A fixed vector that no structure of the data is likely to be orthogonal to.</summary>
    private double[] Start()
    {
        double[] start = new double[_n];
        ulong state = 0x9E3779B97F4A7C15;
        for (int i = 0; i < _n; i++)
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            start[i] = (state >> 11) / (double)(1UL << 53) - 0.5;
        }
        Project(start);
        return start;
    }

    /// <summary>Takes off the mean, which is H, and what lies along the components found before.</summary>
    private void Project(double[] vector)
    {
        double mean = Rows.Sum(vector) / _n;
        for (int i = 0; i < _n; i++) vector[i] -= mean;
        foreach (double[] old in _found) Rows.AddScaled(vector, old, -Rows.Dot(vector, old));
    }
}
