namespace Strata.Similarity.Measures;

/// <summary>What a measure took from one layer.</summary>
public abstract record MeasuredLayer
{
    /// <summary>The same with its examples in another order: what a permutation test compares.</summary>
    /// <param name="order">[examples]: example i of the result is this layer's example <c>order[i]</c>.</param>
    public abstract MeasuredLayer Permuted(int[] order);

    /// <summary>A row-major [rows, examples] array with its columns in another order.</summary>
    protected static double[] Columns(double[] rows, int[] order)
    {
        double[] permuted = new double[rows.Length];
        for (int start = 0; start < rows.Length; start += order.Length)
            for (int i = 0; i < order.Length; i++) permuted[start + i] = rows[start + order[i]];
        return permuted;
    }

    /// <summary>A row-major [examples, width] array with its rows in another order.</summary>
    protected static double[] Rows(double[] rows, int[] order)
    {
        double[] permuted = new double[rows.Length];
        int width = rows.Length / order.Length;
        for (int i = 0; i < order.Length; i++) Array.Copy(rows, order[i] * width, permuted, i * width, width);
        return permuted;
    }

    /// <summary>A [examples, examples] array with its rows and columns in another order.</summary>
    protected static double[] Both(double[] square, int[] order) => Columns(Rows(square, order), order);
}
