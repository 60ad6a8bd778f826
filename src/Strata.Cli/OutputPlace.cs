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
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
            throw new StrataException($"{path}: is a folder, expected the name of the file to write");
        RequireWritable(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>
    /// Makes the folder around one that is to be made; an earlier result may be replaced, anything else that is there is somebody's.
    /// </summary>
    /// <param name="files">Names of all files that such a result may have; the first is in every one.</param>
    /// <param name="kind">What the result is called.</param>
    /// <exception cref="StrataException">It cannot be written, or holds something else.</exception>
    public static void RequireFolder(string path, IReadOnlyList<string> files, string kind)
    {
        if (File.Exists(path)) throw new StrataException($"{path}: is a file; --output names the folder to make");
        if (Directory.Exists(path))
        {
            string[] entries = [.. Directory.EnumerateFileSystemEntries(path)];
            string? foreign = entries.Where(entry => !files.Contains(Path.GetFileName(entry)) || Directory.Exists(entry))
                .Order(StringComparer.Ordinal).FirstOrDefault();
            if (foreign is not null)
                throw new StrataException(
                    $"{path}: holds {Foreign.Quoted(Path.GetFileName(foreign))}, which is no part of {kind}; choose another folder");
            if (entries.Length > 0 && !File.Exists(Path.Combine(path, files[0])))
                throw new StrataException($"{path}: holds other files than {kind}, without {files[0]}; choose another folder");
        }
        RequireWritable(Path.GetDirectoryName(path) ?? path);
    }

    /// <summary>Stops a command that would write over what it reads, or two results over each other.</summary>
    /// <param name="outputs">Options and the files they name.</param>
    /// <param name="inputs">What is read, with what it is called.</param>
    /// <exception cref="InvalidOptionsException">Two of them are one file, however they are written.</exception>
    public static void RequireApart((string Option, string Path)[] outputs, params (string Name, string? Path)[] inputs)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            (string option, string path) = outputs[i];
            foreach ((string name, string? other) in (IEnumerable<(string, string?)>)[.. inputs, .. outputs[..i]])
            {
                if (!string.IsNullOrEmpty(other) && FilePlace.Same(path, other))
                    throw new InvalidOptionsException($"{option}: {Foreign.Path(path)} is the file of {name} too; choose another");
            }
        }
    }

    private static void RequireWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp"), FileMode.CreateNew, FileAccess.Write,
                FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StrataException($"{folder}: cannot be written: {refused.Message}", refused);
        }
    }
}
