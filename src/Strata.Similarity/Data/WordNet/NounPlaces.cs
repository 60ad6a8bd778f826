using Strata.Runtime;

namespace Strata.Data.WordNet;

/// <summary>Where <c>data.noun</c> lies.</summary>
internal static class NounPlaces
{
    public const string FileName = "data.noun";

    /// <summary>The variables of WordNet's own programs, then where Debian and its own sources install it.</summary>
    private static IEnumerable<string?> Folders =>
    [
        Environment.GetEnvironmentVariable("WNSEARCHDIR"),
        Environment.GetEnvironmentVariable("WNHOME") is { Length: > 0 } home ? Path.Combine(home, "dict") : null,
        "/usr/share/wordnet",
        "/usr/local/WordNet-3.0/dict",
    ];

    public static string? Found()
        => Folders.OfType<string>().Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, FileName))
            .FirstOrDefault(File.Exists);

    /// <exception cref="StrataException">It is nowhere.</exception>
    public static string Installed()
        => Found() ?? throw new StrataException($"WordNet is not installed here: there is no {FileName} in "
            + $"{string.Join(", ", Folders.OfType<string>())}; install it (wordnet-base on Debian), or name its folder");

    /// <summary>The file, or that of a folder; whether it is there is the reader's to say.</summary>
    public static string Named(string path)
        => !Directory.Exists(path) ? path
            : new[] { Path.Combine(path, FileName), Path.Combine(path, "dict", FileName) }.FirstOrDefault(File.Exists)
            ?? throw new InvalidFileException(path, $"has no {FileName}; expected a folder of WordNet's database");
}
