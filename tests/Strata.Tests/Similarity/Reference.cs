using System.Globalization;
using Strata.Runtime;

namespace Strata.Tests.Similarity;

/// <summary>Arrays whose similarities were computed independently in double precision, and random ones.</summary>
internal static class Reference
{
    /// <summary>Agreement of double-precision routes on well-conditioned data.</summary>
    public const double Tight = 1e-10;

    /// <summary>sin(1.3i + 0.7j + 0.1ij), 16 examples of 5 features.</summary>
    public static double[,] X { get; } = Make(16, 5, (i, j) => Math.Sin(1.3 * i + 0.7 * j + 0.1 * i * j));

    /// <summary>cos(0.9i − 0.4j + 0.05i²), 16 examples of 3 features.</summary>
    public static double[,] Y { get; } = Make(16, 3, (i, j) => Math.Cos(0.9 * i - 0.4 * j + 0.05 * i * i));

    /// <summary>100 examples of 10 and 10 features from a published test of CKA.</summary>
    public static (double[,] X, double[,] Y) Fixture()
    {
        double[][] rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "TestData", "cka_ref_seed1337.csv"))
            .Select(line => line.Split(',').Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(100, rows.Length);
        return (Make(100, 10, (i, j) => rows[i][j]), Make(100, 10, (i, j) => rows[i][10 + j]));
    }

    public static double[,] Make(int rows, int columns, Func<int, int, double> value)
    {
        double[,] matrix = new double[rows, columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) matrix[i, j] = value(i, j);
        return matrix;
    }

    public static double[,] Normal(int rows, int columns, long seed)
    {
        var random = new RandomSequence(seed, "normal");
        return Make(rows, columns, (_, _) => random.NextNormal());
    }

    public static double[,] Slice(double[,] rows, int start, int count) => Make(count, rows.GetLength(1), (i, j) => rows[start + i, j]);

    public static double[,] Gram(double[,] x)
        => Make(x.GetLength(0), x.GetLength(0), (i, j) => Enumerable.Range(0, x.GetLength(1)).Sum(k => x[i, k] * x[j, k]));
}
