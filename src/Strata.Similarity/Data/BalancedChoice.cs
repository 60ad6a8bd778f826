using Strata.Runtime;

namespace Strata.Data;

/// <summary>Chooses some of many examples, of every class alike.</summary>
public static class BalancedChoice
{
    /// <summary>
    /// As even a choice of <paramref name="count"/> examples as the classes allow, ascending: class sizes differ by at most one unless a
    /// class has too few.
    /// </summary>
    /// <param name="labels">[examples].</param>
    /// <param name="count">How many to take; all if there are fewer.</param>
    /// <param name="seed">Which choice.</param>
    public static int[] Of(IReadOnlyList<int> labels, int count, long seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count >= labels.Count) return [.. Enumerable.Range(0, labels.Count)];

        int[] names = [.. labels.Distinct().Order()];
        var members = names.ToDictionary(label => label, _ => new List<int>());
        for (int i = 0; i < labels.Count; i++) members[labels[i]].Add(i);
        int[][] shuffled = [.. names.Select(label => Shuffled(members[label], seed, label))];

        // One of each class in turn; which classes get the odd ones is drawn too.
        int[] turn = new RandomSequence(seed, "subset/turn").Permutation(names.Length);
        var chosen = new List<int>(count);
        for (int round = 0; chosen.Count < count; round++)
        {
            foreach (int label in turn)
            {
                if (chosen.Count < count && round < shuffled[label].Length) chosen.Add(shuffled[label][round]);
            }
        }
        chosen.Sort();
        return [.. chosen];
    }

    /// <summary>The members of a class in an order of their own.</summary>
    internal static int[] Shuffled(List<int> members, long seed, int label)
        => [.. new RandomSequence(seed, "subset", label).Permutation(members.Count).Select(place => members[place])];
}
