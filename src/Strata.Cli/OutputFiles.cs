using Strata.Data;
using Strata.Runtime;

namespace Strata.Cli;

/// <summary>Finds out whether files can be written where a user wants them, before any work is done for them.</summary>
internal static class OutputFiles
{
    private const int StandardOutput = 1;

    /// <exception cref="StrataException">It cannot be written, or the file's name is that of a folder.</exception>
    public static void Require(string path)
    {
        AtomicFile.Require(path);
        // Where the result itself goes to standard output, what is told about it goes where errors go.
        if (OutputPlace.Of(path).Descriptor == StandardOutput) Console.SetOut(Console.Error);
    }

    /// <summary>
    /// Writes files that belong together, one after the other. Where one cannot be written, or nobody wants them any more, those go again
    /// that were not there before.
    /// </summary>
    public static void WriteTogether(CancellationToken stop, params (string Path, Action Write)[] files)
    {
        var added = new List<string>();
        try
        {
            foreach ((string path, Action write) in files)
            {
                stop.ThrowIfCancellationRequested();
                bool there = Path.Exists(path);
                write();
                if (!there) added.Add(path);
            }
        }
        catch
        {
            foreach (string path in added) File.Delete(path);
            throw;
        }
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

    /// <summary>
    /// Stops a command that would write among the images that it reads, where the next one would find no image or one more.
    /// </summary>
    /// <param name="data">The set's name.</param>
    /// <param name="outputs">Options and the files they name.</param>
    /// <exception cref="InvalidOptionsException">One of them lies in a split of the set's folder.</exception>
    public static void RequireOutside(string data, params (string Option, string Path)[] outputs)
    {
        foreach ((string option, string path) in outputs)
        {
            if (path.Length > 0 && ImageSets.HoldsImages(data, path))
                throw new InvalidOptionsException(
                    $"{option}: {Foreign.Path(path)} lies among the images of {Foreign.Path(data)}; choose another place");
        }
    }
}
