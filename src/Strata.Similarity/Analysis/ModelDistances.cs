using MathNet.Numerics.LinearAlgebra;

namespace Strata.Analysis;

/// <summary>How far the models of a family are from each other, and a plane that shows it.</summary>
public sealed record ModelDistances
{
    /// <summary>[K][K]: symmetric, 0 on the diagonal, from 0 to 2.</summary>
    public required double[][] Distances { get; init; }

    /// <summary>[K][2]: places in the plane of classical multidimensional scaling (Torgerson 1952), in the distances' units.</summary>
    public required double[][] Plane { get; init; }

    /// <summary>
    /// The part of the distances' structure that the plane shows: its eigenvalues over the sum of all absolute ones; null where all
    /// distances are 0.
    /// </summary>
    public double? Shown { get; init; }

    /// <summary>
    /// The distance of two models from their cross-model similarity: 1 − the mean CKA of every layer with its best match, averaged over
    /// both directions. 0 for a model and itself. It need not obey the triangle inequality, so the plane is an approximation, and
    /// <see cref="Shown"/> says how good a one.
    /// </summary>
    /// <returns>Null where no layer has a defined value.</returns>
    public static double? Between(Correspondence correspondence)
    {
        ArgumentNullException.ThrowIfNull(correspondence);
        double? a = correspondence.FromA.Select(m => m.Cka).Average(), b = correspondence.FromB.Select(m => m.Cka).Average();
        return 1 - (a + b) / 2;
    }

    /// <param name="distances">[K, K], symmetric, not negative, 0 on the diagonal.</param>
    /// <exception cref="ArgumentException">It is not so.</exception>
    public static ModelDistances Of(double[,] distances)
    {
        ArgumentNullException.ThrowIfNull(distances);
        int count = distances.GetLength(0);
        if (count == 0 || distances.GetLength(1) != count)
            throw new ArgumentException($"The distances are {count} by {distances.GetLength(1)}, expected as many rows as columns.",
                nameof(distances));
        for (int i = 0; i < count; i++)
            for (int j = 0; j <= i; j++)
                if (!(distances[i, j] >= 0 && distances[i, j] == distances[j, i] && (i != j || distances[i, j] == 0)))
                    throw new ArgumentException(
                        $"The distances hold {distances[i, j]} at [{i}, {j}] and {distances[j, i]} at [{j}, {i}], expected equal numbers "
                        + "from 0, and 0 on the diagonal.", nameof(distances));

        // B = −½·J·D²·J with J = I − 11ᵀ/K; coordinates are its leading eigenvectors times the roots of their eigenvalues.
        Matrix<double> squares = Matrix<double>.Build.Dense(count, count, (i, j) => distances[i, j] * distances[i, j]);
        Vector<double> rows = squares.RowSums() / count;
        double mean = rows.Sum() / count;
        Matrix<double> products = Matrix<double>.Build.Dense(count, count, (i, j) => -(squares[i, j] - rows[i] - rows[j] + mean) / 2);
        var eigen = products.Evd(Symmetricity.Symmetric);
        double[] values = [.. eigen.EigenValues.Select(v => v.Real)];
        int[] leading = [.. Enumerable.Range(0, count).OrderByDescending(k => values[k]).Take(2)
            .Where(k => values[k] > 1e-12 * Math.Max(1e-300, values.Max(Math.Abs)))];
        double[][] plane = [.. Enumerable.Range(0, count).Select(_ => new double[2])];
        for (int axis = 0; axis < leading.Length; axis++)
        {
            Vector<double> vector = eigen.EigenVectors.Column(leading[axis]);
            // An eigenvector's sign is arbitrary: the entry of the largest size is made positive.
            double sign = Math.Sign(vector[vector.AbsoluteMaximumIndex()]);
            for (int i = 0; i < count; i++) plane[i][axis] = sign * vector[i] * Math.Sqrt(values[leading[axis]]);
        }
        double all = values.Sum(Math.Abs);
        return new()
        {
            Distances = [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, count).Select(j => distances[i, j]).ToArray())],
            Plane = plane,
            Shown = all <= 0 ? null : leading.Sum(k => values[k]) / all,
        };
    }
}
