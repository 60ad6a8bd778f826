using Strata.Runtime;

namespace Strata.Data;

/// <summary>Chooses part of a set's examples.</summary>
public static class Subsets
{
    /// <summary>
    /// Indices of the training examples to use, ascending. Balanced subsets of one seed lie within each other: the sixteenth is part of the
    /// quarter.
    /// </summary>
    /// <param name="train">The training examples.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="fraction">The share to take.</param>
    /// <param name="kind">How to choose.</param>
    /// <param name="seed">Which balanced subset.</param>
    /// <exception cref="StrataException">A class would have no example left.</exception>
    public static int[] Choose(Examples train, int classes, Fraction fraction, SubsetKind kind, long seed)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (fraction == Fraction.One) return [.. Enumerable.Range(0, train.Count)];
        if (kind == SubsetKind.First) return First(train, classes, fraction);

        List<int>[] members = ByClass(train.Labels, classes);
        var chosen = new List<int>();
        for (int label = 0; label < classes; label++)
        {
            int count = fraction.Of(members[label].Count);
            if (count == 0 && members[label].Count > 0)
                throw new StrataException(
                    $"{fraction} of the {members[label].Count} training examples of class {label} is less than one; take a larger "
                    + "fraction.");
            chosen.AddRange(BalancedChoice.Shuffled(members[label], seed, label).Take(count));
        }
        chosen.Sort();
        return [.. chosen];
    }

    /// <summary>How many examples <see cref="Choose"/> takes.</summary>
    public static int Count(Examples train, Fraction fraction, SubsetKind kind)
    {
        ArgumentNullException.ThrowIfNull(train);
        return kind == SubsetKind.First ? fraction.Of(train.Count) : train.Labels.CountBy(label => label).Sum(of => fraction.Of(of.Value));
    }

    private static int[] First(Examples train, int classes, Fraction fraction)
    {
        int count = fraction.Of(train.Count);
        int present = train.Labels.Distinct().Count(), kept = train.Labels.Take(count).Distinct().Count();
        // In a set that is ordered by class the first examples are all of one kind: nothing could be learned from them.
        if (kept < present)
            throw new StrataException(
                $"The first {fraction} of the training examples ({count} of {train.Count}) holds only {kept} of "
                + $"{Math.Min(present, classes)} classes; use the subset 'balanced'.");
        return [.. Enumerable.Range(0, count)];
    }

    private static List<int>[] ByClass(int[] labels, int classes)
    {
        List<int>[] members = [.. Enumerable.Range(0, classes).Select(_ => new List<int>())];
        for (int i = 0; i < labels.Length; i++) members[labels[i]].Add(i);
        return members;
    }
}
