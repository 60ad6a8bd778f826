using System.Text;
using Strata.Data.Files;
using Strata.Data.WordNet;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>The classes of a set in order of label, without its images.</summary>
public static class ClassList
{
    private const long Largest = 16 << 20;

    /// <summary>
    /// Of a file with a class on each line, a wnid with or without words behind it or else a name, or of a set of images by the name that a
    /// user gives it.
    /// </summary>
    /// <exception cref="InvalidFileException">No such list: empty, a class twice, or an empty line between others.</exception>
    /// <exception cref="StrataException">What opening the set says.</exception>
    public static IReadOnlyList<string> Read(string fileOrSet, LoadOptions? options = null) => ReadNamed(fileOrSet, options).Classes;

    /// <summary>The same, and what they are called: as the set's own file of names says, else by WordNet where they are wnids.</summary>
    /// <inheritdoc cref="Read"/>
    public static (IReadOnlyList<string> Classes, IReadOnlyList<string> Names) ReadNamed(string fileOrSet, LoadOptions? options = null)
    {
        (IReadOnlyList<string> classes, IReadOnlyList<string> names) = Of(fileOrSet, options);
        return (classes, WnidNames.Of(names));
    }

    private static (IReadOnlyList<string> Classes, IReadOnlyList<string> Names) Of(string fileOrSet, LoadOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileOrSet);
        if (File.Exists(fileOrSet))
        {
            string[] lines = OfFile(fileOrSet);
            return (lines, lines);
        }
        DataSource? source = DataSource.Parse(fileOrSet, out _);
        if (source is null)
            throw new InvalidFileException(fileOrSet, "does not exist; expected a file with a class on each line, or a set of images");
        if (source.Kind != "imagefolder")
        {
            ImageSet set = ImageSets.Load(fileOrSet, options);
            return (set.ClassFolders, set.Classes);
        }
        using FileTree tree = ImageFolderReader.Open(source.Path, options ?? new());
        var layout = ImageFolderLayout.Of(tree);
        return (layout.ClassFolders, layout.Classes);
    }

    private static string[] OfFile(string path)
    {
        string text = Encoding.UTF8.GetString(InputFile.ReadAll(path, "a list of classes", Largest)).TrimStart('\uFEFF').TrimEnd();
        string[] lines = [.. text.Split('\n').Select(line => line.Trim())];
        if (text.Length == 0) throw new InvalidFileException(path, "is empty; expected a class on each line");
        string[] classes =
            [.. lines.Select(line => line.Split([' ', '\t', ','], 2)[0] is var word && Wnid.TryParse(word, out _) ? word : line)];
        var seen = new Dictionary<string, int>();
        foreach (var (index, name) in classes.Index())
        {
            if (name.Length == 0) throw new InvalidFileException(path, $"has an empty line {index + 1} between classes");
            if (name.Any(c => char.IsControl(c) && c != '\t'))
                throw new InvalidFileException(path, $"line {index + 1} holds a control character; expected a class on each line");
            if (!seen.TryAdd(name, index))
                throw new InvalidFileException(path,
                    $"has the class {Foreign.Quoted(name)} on lines {seen[name] + 1} and {index + 1}; expected each once");
        }
        return classes;
    }
}
