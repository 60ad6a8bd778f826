namespace Strata.Studies.Reporting;

/// <summary>What files are called where each is told from the others.</summary>
internal static class FileNames
{
    private static readonly Func<string, string>[] s_shorter =
    [
        path => Path.GetFileNameWithoutExtension(path),
        Path.GetFileName,
        path => Path.Combine(Path.GetFileName(Path.GetDirectoryName(path)) ?? "", Path.GetFileName(path)),
    ];

    /// <summary>Of every path, as little of its end as no other has; all of it where its folder's name does not help either.</summary>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<string> paths)
    {
        var named = new Dictionary<string, string>();
        string[] left = [.. paths.Distinct()];
        foreach (Func<string, string> shorter in s_shorter)
        {
            var alike = left.GroupBy(shorter).ToList();
            foreach (IGrouping<string, string> alone in alike.Where(same => same.Count() == 1)) named[alone.First()] = alone.Key;
            left = [.. alike.Where(same => same.Count() > 1).SelectMany(same => same)];
        }
        foreach (string path in left) named[path] = path;
        return named;
    }
}
