namespace Strata.Data.Files;

/// <summary>A file or folder of a <see cref="FileTree"/>, links followed.</summary>
/// <param name="Name">Its path from the top of the tree, parted by <c>/</c>.</param>
/// <param name="IsFolder">Whether it can be listed.</param>
/// <param name="Length">Bytes of a file.</param>
/// <param name="Problem">Why it cannot be used, or null; it matters only to who wants to use it.</param>
internal sealed record TreeEntry(string Name, bool IsFolder, long Length, string? Problem)
{
    public const string NotUtf8 =
        "its name is not UTF-8, as names of files have to be; in a folder, 'convmv -r -f latin1 -t utf8 --notest FOLDER' mends such names";

    /// <summary>The last part of the name.</summary>
    public string Last => Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>The name in the folder <paramref name="folder"/>, which is empty for the top of the tree.</summary>
    public static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    /// <summary>
    /// Whether a name has <c>..</c> in it, on whichever system: names are only read here, but they end up in results, and others may take
    /// them for paths.
    /// </summary>
    public static bool ClimbsOut(string name) => name.Split('/', '\\').Contains("..");
}
