namespace Strata.Data.Files;

/// <summary>
/// What programs leave in folders without being asked: hidden files, previews, settings of file managers. None is part of a set.
/// </summary>
internal static class Leftovers
{
    private static readonly HashSet<string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        "__MACOSX", "Icon\r", "Thumbs.db", "ehthumbs.db", "desktop.ini", "$RECYCLE.BIN", "System Volume Information", "@eaDir",
        "lost+found",
    };

    /// <param name="name">Of a file or folder, without the folders it lies in.</param>
    public static bool Is(string name) => name.StartsWith('.') && !TreeEntry.ClimbsOut(name) || s_names.Contains(name);
}
