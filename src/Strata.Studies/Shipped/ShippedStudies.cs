namespace Strata.Studies.Shipped;

/// <summary>The studies that come with the program, so that they need no checkout: the files of the folder studies.</summary>
public static class ShippedStudies
{
    private const string Folder = "studies";

    /// <summary>Such as <c>quickstart</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = Resources.Names(Folder);

    /// <summary>The study's file, UTF-8; null where there is none of this name.</summary>
    public static byte[]? Find(string name) => Names.Contains(name) ? Resources.Read(Folder, name) : null;
}
