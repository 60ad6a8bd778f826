namespace Strata.Reliability.Processes;

/// <summary>Folders with all that is in them.</summary>
internal static class Tree
{
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        string Place(string path) => Path.Combine(to, Path.GetRelativePath(from, path));
        string[] folders = Directory.GetDirectories(from, "*", SearchOption.AllDirectories);
        foreach (string folder in folders) Directory.CreateDirectory(Place(folder));
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories)) File.Copy(file, Place(file), overwrite: true);
    }
}
