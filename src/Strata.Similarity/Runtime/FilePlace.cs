namespace Strata.Runtime;

/// <summary>Where a path leads, links followed, whether or not something is there yet.</summary>
public static class FilePlace
{
    /// <summary>Links within links that are followed, as many as Linux does.</summary>
    private const int MostLinks = 40;

    /// <summary>Whether two paths, however they are written, lead to one file or folder; a device takes both.</summary>
    public static bool Same(string a, string b)
        => a.Length > 0 && b.Length > 0 && FileState.Of(a).Kind != FileKind.Device && Real(a, MostLinks) == Real(b, MostLinks);

    /// <summary>The whole path without links in it.</summary>
    internal static string Real(string path) => Real(path, MostLinks);

    private static string Real(string path, int links)
    {
        string full = Path.GetFullPath(path), real = Path.GetPathRoot(full)!;
        foreach (string part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            string folder = real;
            real = Path.Combine(folder, part);
            if (links > 0 && new FileInfo(real).LinkTarget is { } target) real = Real(Path.GetFullPath(target, folder), links - 1);
        }
        return real;
    }
}
