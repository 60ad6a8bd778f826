namespace Strata.Similarity;

/// <summary>
/// Sums of HSIC terms that merge exactly: one partial sum per part (a pass, or a shard of one), added in the order of the parts at the end,
/// so that the total has the same bits in whatever order the parts arrive.
/// </summary>
public sealed class HsicAccumulator
{
    private readonly SortedDictionary<int, HsicTerms> _parts = [];

    /// <summary>The sum of all parts.</summary>
    public HsicTerms Total => _parts.Values.Aggregate(default(HsicTerms), (sum, part) => sum + part);

    /// <summary>Adds a batch to a part; within a part the order of the batches is the caller's.</summary>
    public void Add(int part, HsicTerms batch) => _parts[part] = _parts.TryGetValue(part, out HsicTerms sum) ? sum + batch : batch;

    /// <summary>Takes over the parts of another accumulator.</summary>
    /// <exception cref="ArgumentException">A part is in both: its batches would count twice.</exception>
    public void Merge(HsicAccumulator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int? twice = other._parts.Keys.Where(_parts.ContainsKey).Cast<int?>().FirstOrDefault();
        if (twice is not null) throw new ArgumentException($"Part {twice} is in both sums.", nameof(other));
        foreach ((int part, HsicTerms sum) in other._parts) _parts.Add(part, sum);
    }
}
