namespace Strata.Data;

/// <summary>Names that several have.</summary>
internal static class SharedNames
{
    /// <summary>Each name, with what tells it apart behind it where others have it too, such as <c>crane (n02012849)</c>.</summary>
    /// <param name="identities">One for each name; who has the same one is the same.</param>
    public static IReadOnlyList<string> ToldApart(IReadOnlyList<string> names, IReadOnlyList<string> identities)
    {
        HashSet<string> shared = [.. names.Zip(identities).Distinct().CountBy(each => each.First).Where(count => count.Value > 1)
            .Select(count => count.Key)];
        return [.. names.Zip(identities, (name, identity) => shared.Contains(name) && name != identity ? $"{name} ({identity})" : name)];
    }
}
