using Strata.Runtime;

namespace Strata.Similarity;

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
        => Compute(RowSource.Of(x), RowSource.Of(y), options);

    /// <summary>
    /// As the other, but reading no more than a batch at a time, each of <paramref name="y"/> after that of <paramref name="x"/>.
    /// </summary>
    /// <param name="stop">Asked before each batch.</param>
    /// <inheritdoc cref="Compute(double[,], double[,], CkaOptions?)"/>
    public static CkaValue Compute(RowSource x, RowSource y, CkaOptions? options = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Examples != y.Examples)
            throw new ArgumentException($"X has {x.Examples} examples and Y has {y.Examples}, expected the same examples.", nameof(y));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(x.Features, nameof(x));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(y.Features, nameof(y));
        options ??= new();
        options.Validate();
        int examples = x.Examples;
        if (examples < options.Fewest)
        {
            string estimator = options.Estimator.ToString().ToLowerInvariant();
            return CkaValue.Undefined(
                $"there are {examples} examples, and the {estimator} estimator is defined for {options.Fewest} or more");
        }

        int batch = Math.Min(options.Batch ?? examples, examples);
        LayerRows rowsX = new(x.Features, x.Roundoff), rowsY = new(y.Features, y.Roundoff);
        BatchTerms terms = BatchTerms.Choose(options, batch, rowsX, rowsY);
        terms.CheckMemory(batch);
        HsicTerms sum = default;
        var notes = new List<string>();
        BatchMixing[] mixing = batch < examples ? [new(x.Features), new(y.Features)] : [];
        for (int start = 0; start < examples; start += batch)
        {
            stop.ThrowIfCancellationRequested();
            int count = Math.Min(batch, examples - start);
            if (count < options.Fewest) notes.Add($"the last {count} examples are left out: too few for a batch of their own");
            else
            {
                double[] a = x.Read(start, count), b = y.Read(start, count);
                if (mixing.Length > 0)
                {
                    mixing[0].Add(a);
                    mixing[1].Add(b);
                }
                sum += terms.Compute(a, b, count);
            }
        }
        if (mixing.Select(m => m.Suspicious()).Max() is { } ratio)
        {
            notes.Add($"the batches differ more than chance would have it (their means vary {ratio:0.#} times as much as examples do): "
                + "rows that come in an order, by class say, bias the value; shuffle the rows of both, or take all at once");
        }
        int features = Math.Max(x.Features, y.Features);
        if (options.Estimator == Estimator.Biased && batch < features)
            notes.Add($"{batch} examples at once for {features} features: the biased estimate is too high, the unbiased one is not");
        return CkaValue.From(sum, options.Kernel, rowsX.Exponent, rowsY.Exponent) with { Notes = notes };
    }
}
