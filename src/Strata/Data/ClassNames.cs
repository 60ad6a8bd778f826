using System.Text;
using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Names of classes whose folders have numbers such as WordNet's: a file <c>classes.txt</c> beside the splits, with a folder and its name
/// on each line, such as <c>n01440764 tench</c>.
/// </summary>
internal static class ClassNames
{
    public const string File = "classes.txt";

    private const int LargestFile = 16 << 20;

    /// <summary>
    /// The name of each class, with its folder behind it where two share the name, such as <c>crane (n02012849)</c>; a folder that the
    /// file does not name, or all without such a file, go by their own.
    /// </summary>
    /// <exception cref="InvalidFileException">A line has no name, or a folder has two.</exception>
    public static IReadOnlyList<string> Of(FileTree tree, string folder, IReadOnlyList<string> folders)
        => tree.Visible(folder).FirstOrDefault(entry => entry.Last == File && !entry.IsFolder) is { } file
            ? Of(tree, file, folders) : folders;

    /// <summary>The same by a file of another name.</summary>
    /// <inheritdoc cref="Of(FileTree, string, IReadOnlyList{string})"/>
    public static IReadOnlyList<string> Of(FileTree tree, TreeEntry file, IReadOnlyList<string> folders)
    {
        string where = tree.Where(file.Name);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] lines = Encoding.UTF8.GetString(tree.Read(file, LargestFile)).TrimStart('\ufeff').Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0) continue;
            int blank = line.AsSpan().IndexOfAny(' ', '\t');
            if (blank < 0)
                throw new InvalidFileException(where, $"line {i + 1} is {Foreign.Quoted(line)}; expected a folder, a blank and its name");
            string folder = NormalizedName.Of(line[..blank]), name = line[blank..].Trim();
            if (!names.TryAdd(folder, name) && names[folder] != name)
                throw new InvalidFileException(where, $"line {i + 1} names {Foreign.Quoted(folder)} a second time");
        }
        return SharedNames.ToldApart([.. folders.Select(folder => names.GetValueOrDefault(folder, folder))], folders);
    }
}
