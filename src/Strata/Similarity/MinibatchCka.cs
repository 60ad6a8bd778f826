using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>
/// Reads examples <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> − 1 as [count, features]; the array is
/// the caller's to overwrite.
/// </summary>
public delegate double[] ReadExamples(int start, int count);

/// <summary>
/// CKA of two arrays over the same examples, in consecutive batches or all at once. The terms of HSIC are summed over batches before one
/// ratio is taken (P1 eq. 3).
/// </summary>
public static class MinibatchCka
{
    /// <param name="x">[examples, features of the first layer].</param>
    /// <param name="y">[examples, features of the second layer].</param>
    /// <param name="options">Null: unbiased, linear, all at once.</param>
    /// <exception cref="ArgumentException">Different numbers of examples, or no features.</exception>
    /// <exception cref="StrataException">All at once would take more memory than there is.</exception>
    public static CkaValue Compute(double[,] x, double[,] y, CkaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.GetLength(0) != y.GetLength(0))
            throw new ArgumentException($"X has {x.GetLength(0)} examples and Y has {y.GetLength(0)}, expected the same examples.",
                nameof(y));
        return Compute(x.GetLength(0), x.GetLength(1), y.GetLength(1), Reader(x), Reader(y), options);
    }

    /// <summary>As the other, but reading no more than a batch at a time.</summary>
    /// <param name="examples">Rows of both arrays.</param>
    /// <param name="featuresX">Numbers per row of the first.</param>
    /// <param name="featuresY">Numbers per row of the second.</param>
    /// <param name="readX">Called for consecutive batches.</param>
    /// <param name="readY">Called for the same batches, each after <paramref name="readX"/>.</param>
    /// <param name="options">Null: unbiased, linear, all at once.</param>
    /// <param name="stop">Asked before each batch.</param>
    /// <inheritdoc cref="Compute(double[,], double[,], CkaOptions?)"/>
    public static CkaValue Compute(int examples, int featuresX, int featuresY, ReadExamples readX, ReadExamples readY,
        CkaOptions? options = null, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(examples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(featuresX);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(featuresY);
        ArgumentNullException.ThrowIfNull(readX);
        ArgumentNullException.ThrowIfNull(readY);
        options ??= new();
        options.Validate();
        if (examples < options.Fewest)
            return CkaValue.Undefined(
                $"there are {examples} examples, and the {options.Estimator.ToString().ToLowerInvariant()} estimator is defined for "
                + $"{options.Fewest} or more");

        int batch = Math.Min(options.Batch ?? examples, examples);
        BatchTerms terms = BatchTerms.Choose(options, batch, featuresX, featuresY);
        terms.CheckMemory(batch, featuresX, featuresY);
        HsicTerms sum = default;
        var notes = new List<string>();
        BatchMixing[] mixing = batch < examples ? [new(featuresX), new(featuresY)] : [];
        for (int start = 0; start < examples; start += batch)
        {
            stop.ThrowIfCancellationRequested();
            int count = Math.Min(batch, examples - start);
            if (count < options.Fewest) notes.Add($"the last {count} examples are left out: too few for a batch of their own");
            else
            {
                double[] x = readX(start, count), y = readY(start, count);
                if (mixing.Length > 0)
                {
                    mixing[0].Add(x);
                    mixing[1].Add(y);
                }
                sum += terms.Compute(x, featuresX, y, featuresY, count);
            }
        }
        if (mixing.Select(m => m.Suspicious()).Max() is { } ratio)
            notes.Add(
                $"the batches differ more than chance would have it (their means vary {ratio:0.#} times as much as examples do): rows "
                + "that come in an order, by class say, bias the value; shuffle the rows of both, or take all at once");
        if (options.Estimator == Estimator.Biased && batch < Math.Max(featuresX, featuresY))
            notes.Add(
                $"{batch} examples at once for {Math.Max(featuresX, featuresY)} features: the biased estimate is too high, the unbiased "
                + "one is not");
        return CkaValue.From(sum, options.Kernel) with { Notes = notes };
    }

    internal static ReadExamples Reader(double[,] rows)
        => (start, count) => Rows.Span(rows).Slice(start * rows.GetLength(1), count * rows.GetLength(1)).ToArray();
}
