namespace Strata.Analysis.Populations;

/// <summary>Which groups of classes are taken for which.</summary>
/// <param name="Groups">Names of rows and columns; the last column is every class outside all groups.</param>
/// <param name="A">[groups][groups + 1]: percent of A's predictions for examples of the row's group that fall into the column's; null in a
/// row without examples.</param>
/// <param name="B">As <paramref name="A"/>.</param>
public sealed record Confusion(IReadOnlyList<string> Groups, double?[][] A, double?[][] B)
{
    /// <summary>More make a matrix that nobody reads, in a file that is too large to be read again.</summary>
    internal const int MostGroups = 500;

    internal static Confusion Of(Population a, Population b, int[] labels, ClassGroups groups)
        => new([.. groups.Groups.Select(g => g.Name)], Shares(a, labels, groups), Shares(b, labels, groups));

    private static double?[][] Shares(Population population, int[] labels, ClassGroups groups)
    {
        int[][] groupsOf = GroupsOf(groups);
        int count = groups.Groups.Count;
        long[,] times = new long[count, count + 1];
        long[] predictions = new long[count];
        for (int m = 0; m < population.Models; m++)
        {
            ReadOnlySpan<int> predicted = population.Of(m);
            for (int e = 0; e < labels.Length; e++)
            {
                foreach (int row in At(groupsOf, labels[e]))
                {
                    int[] columns = At(groupsOf, predicted[e]);
                    foreach (int column in columns) times[row, column]++;
                    if (columns.Length == 0) times[row, count]++;
                    predictions[row]++;
                }
            }
        }
        return [.. Enumerable.Range(0, count)
            .Select(row => Enumerable.Range(0, count + 1)
                .Select(column => predictions[row] == 0 ? (double?)null : 100.0 * times[row, column] / predictions[row]).ToArray())];
    }

    private static int[] At(int[][] groupsOf, int label) => label < groupsOf.Length ? groupsOf[label] : [];

    private static int[][] GroupsOf(ClassGroups groups)
    {
        var lists = new List<int>[groups.Groups.Max(g => g.Classes.Max()) + 1];
        foreach (var (index, group) in groups.Groups.Index())
            foreach (int c in group.Classes) (lists[c] ??= []).Add(index);
        return [.. lists.Select(list => list?.ToArray() ?? [])];
    }
}
