using Strata.Runtime;

namespace Strata.Cli;

/// <summary>Finds out whether a result can be written, before any work is done for it.</summary>
internal static class OutputPlace
{
    /// <summary>Makes the folder of a file that is to be written.</summary>
    /// <exception cref="StrataException">It cannot be written, or the file's name is that of a folder.</exception>
    public static void RequireFile(string path)
    {
        if (path.Length == 0) throw new InvalidOptionsException("'' names no file to write");
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path)) throw new StrataException($"{path}: is a folder, expected the name of the file to write");
        RequireWritable(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Makes the folder around one that is to be made; an earlier result may be replaced, anything else that is there is somebody's.</summary>
    /// <param name="mark">A file that every such result has.</param>
    /// <param name="kind">What the result is called.</param>
    /// <exception cref="StrataException">It cannot be written, or holds something else.</exception>
    public static void RequireFolder(string path, string mark, string kind)
    {
        if (File.Exists(path)) throw new StrataException($"{path}: is a file; --output names the folder to make");
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !File.Exists(Path.Combine(path, mark)))
            throw new StrataException($"{path}: holds other files than {kind}; choose another folder");
        RequireWritable(Path.GetDirectoryName(path) ?? path);
    }

    private static void RequireWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StrataException($"{folder}: cannot be written: {refused.Message}", refused);
        }
    }
}
