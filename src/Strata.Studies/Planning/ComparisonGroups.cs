namespace Strata.Studies.Planning;

/// <summary>Puts pairs that share models together, so that each model's forward pass serves all its pairs.</summary>
public static class ComparisonGroups
{
    /// <summary>
    /// Pairs connected through their models make a group; a group of more than <paramref name="largest"/> models is cut into pairs of
    /// chunks of half as many.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<PlannedComparison>> Of(IReadOnlyList<PlannedComparison> comparisons, int largest)
    {
        ArgumentNullException.ThrowIfNull(comparisons);
        ArgumentOutOfRangeException.ThrowIfLessThan(largest, 2);
        var parent = new Dictionary<string, string>();
        string Root(string name)
        {
            while (parent.TryGetValue(name, out string? above)) name = above;
            return name;
        }
        foreach (PlannedComparison pair in comparisons)
        {
            string a = Root(pair.A), b = Root(pair.B);
            if (a != b) parent[b] = a;
        }

        var groups = new List<IReadOnlyList<PlannedComparison>>();
        foreach (IGrouping<string, PlannedComparison> connected in comparisons.GroupBy(c => Root(c.A)))
        {
            string[] models = [.. connected.SelectMany(c => new[] { c.A, c.B }).Distinct()];
            int chunk = models.Length <= largest ? largest : largest / 2;
            var chunkOf = models.Select((name, i) => (name, i)).ToDictionary(m => m.name, m => m.i / chunk);
            groups.AddRange(connected.GroupBy(c => (Math.Min(chunkOf[c.A], chunkOf[c.B]), Math.Max(chunkOf[c.A], chunkOf[c.B])))
                .Select(g => (IReadOnlyList<PlannedComparison>)[.. g]));
        }
        return groups;
    }
}
