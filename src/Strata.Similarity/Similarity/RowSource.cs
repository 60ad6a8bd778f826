using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>
/// Reads examples <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> − 1 as [count, features]; the array is
/// the caller's to overwrite.
/// </summary>
public delegate double[] ReadExamples(int start, int count);

/// <summary>One layer's representations as an array that is read by consecutive rows.</summary>
/// <param name="Examples">Rows.</param>
/// <param name="Features">Numbers per row, at least one.</param>
/// <param name="Read">Called for consecutive batches.</param>
/// <param name="Roundoff">Of the numbers as they are stored: examples that differ by no more are equal.</param>
public sealed record RowSource(int Examples, int Features, ReadExamples Read, double Roundoff = UnitRoundoff.OfDouble)
{
    /// <param name="rows">[examples, features].</param>
    public static RowSource Of(double[,] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int features = rows.GetLength(1);
        return new(rows.GetLength(0), features, (start, count) => Rows.Span(rows).Slice(start * features, count * features).ToArray());
    }

    /// <summary>The same without some examples.</summary>
    /// <param name="examples">Which are left out, in any order.</param>
    public RowSource Without(IReadOnlyCollection<int> examples)
    {
        int[] kept = [.. Enumerable.Range(0, Examples).Except(examples)];
        return this with
        {
            Examples = kept.Length,
            Read = (start, count) =>
            {
                if (count == 0) return [];
                int first = kept[start];
                double[] all = Read(first, kept[start + count - 1] - first + 1), rows = new double[(long)count * Features];
                for (int i = 0; i < count; i++)
                    Array.Copy(all, (long)(kept[start + i] - first) * Features, rows, (long)i * Features, Features);
                return rows;
            },
        };
    }
}
