namespace Strata.Similarity.Measures;

/// <summary>The nearest other examples of every example.</summary>
/// <param name="Count">Of each.</param>
/// <param name="Indices">[examples, count], those of an example ascending.</param>
/// <param name="Known">
/// [examples]: whether these are the nearest. Where more are equally near, as all are to an example of zeros, whichever is taken says
/// nothing, and the same choice in two layers would look like a likeness.
/// </param>
public sealed record Neighbours(int Count, int[] Indices, bool[] Known) : MeasuredLayer
{
    /// <param name="cosines">[examples, examples].</param>
    internal static Neighbours Of(double[] cosines, int examples, int count)
    {
        int[] indices = new int[examples * count], others = new int[examples];
        double[] far = new double[examples];
        bool[] known = new bool[examples];
        for (int i = 0; i < examples; i++)
        {
            for (int j = 0; j < examples; j++) (others[j], far[j]) = (j, j == i ? double.PositiveInfinity : -cosines[i * examples + j]);
            // Array.Sort is not stable: the index decides between equals.
            Array.Sort(others, (a, b) => far[a] != far[b] ? far[a].CompareTo(far[b]) : a.CompareTo(b));
            known[i] = far[others[count]] - far[others[count - 1]] > Representation.Rounding;
            Span<int> own = indices.AsSpan(i * count, count);
            others.AsSpan(0, count).CopyTo(own);
            own.Sort();
        }
        return new(count, indices, known);
    }

    internal int Examples => Indices.Length / Count;

    internal ReadOnlySpan<int> this[int example] => Indices.AsSpan(example * Count, Count);

    /// <summary>Examples whose neighbours are known in both.</summary>
    internal IEnumerable<int> KnownIn(Neighbours other) => Enumerable.Range(0, Examples).Where(i => Known[i] && other.Known[i]);

    /// <summary>Why two layers have nothing to compare; null where they have.</summary>
    internal string? Problem(Neighbours other)
        => !Known.Contains(true) ? Vague("X") : !other.Known.Contains(true) ? Vague("Y")
            : KnownIn(other).Any() ? null : "no example has known neighbours in both layers: more than are asked for are equally near";

    private string Vague(string layer) => $"{layer} is without known neighbours: of every example more than {Count} are equally near";

    /// <summary>How many neighbours an example has in both.</summary>
    internal int Common(Neighbours other, int example)
    {
        ReadOnlySpan<int> a = this[example], b = other[example];
        int common = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            int order = a[i].CompareTo(b[j]);
            if (order == 0) common++;
            if (order <= 0) i++;
            if (order >= 0) j++;
        }
        return common;
    }

    public override Neighbours Permuted(int[] order)
    {
        ArgumentNullException.ThrowIfNull(order);
        int[] now = new int[order.Length], indices = new int[Indices.Length];
        for (int i = 0; i < order.Length; i++) now[order[i]] = i;
        for (int i = 0; i < order.Length; i++)
        {
            Span<int> own = indices.AsSpan(i * Count, Count);
            for (int k = 0; k < Count; k++) own[k] = now[this[order[i]][k]];
            own.Sort();
        }
        return new(Count, indices, [.. order.Select(example => Known[example])]);
    }
}
