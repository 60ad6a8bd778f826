using System.IO.Enumeration;
using Strata.Runtime;

namespace Strata.Studies.Planning;

/// <summary>A path in whose parts * and ? stand for any characters, such as <c>zoo/*/resnet20-?.th</c>.</summary>
internal static class FilePattern
{
    private static readonly EnumerationOptions s_plain = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>The files, in the order of their paths.</summary>
    /// <exception cref="InvalidFileException">A folder cannot be read.</exception>
    public static IReadOnlyList<string> Files(string pattern)
    {
        string root = Path.GetPathRoot(pattern) ?? "";
        string[] parts = pattern[root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> found = [root];
        for (int i = 0; i < parts.Length; i++)
        {
            string part = parts[i];
            bool last = i == parts.Length - 1;
            found = found.SelectMany(folder => part.AsSpan().ContainsAny('*', '?') ? Matching(folder, part, last)
                : [Path.Combine(folder, part)]).ToArray();
        }
        return [.. found.Where(File.Exists).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Matching(string folder, string part, bool last)
    {
        string place = folder.Length == 0 ? "." : folder;
        if (!Directory.Exists(place)) return [];
        try
        {
            IEnumerable<string> all = last ? Directory.EnumerateFiles(place, "*", s_plain)
                : Directory.EnumerateDirectories(place, "*", s_plain);
            return [.. all.Select(path => Path.GetFileName(path))
                .Where(name => FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: false))
                .Select(name => Path.Combine(folder, name))];
        }
        catch (IOException failure)
        {
            throw new InvalidFileException(place, $"cannot be read: {failure.Message}", failure);
        }
    }
}
