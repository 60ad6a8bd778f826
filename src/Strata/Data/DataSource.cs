using System.Globalization;
using Strata.Runtime;
using Strata.Settings;

namespace Strata.Data;

/// <summary>
/// What a user wrote to name a set of images, taken apart: <c>digits</c>, <c>cifar10:PATH</c>, <c>imagefolder:PATH@32</c>.
/// </summary>
/// <param name="Kind">The reader.</param>
/// <param name="Path">File or folder; empty for the embedded sets.</param>
/// <param name="Resize">The side to which images are resized, or null.</param>
internal sealed record DataSource(string Kind, string Path, int? Resize)
{
    public const int LargestSide = 1024;

    /// <summary>The official Tiny-ImageNet.</summary>
    public const string TinyImageNet = "tiny-imagenet";

    private static readonly string[] s_embedded = ["digits", "thumbs"],
        s_files = ["cifar10", "cifar100", "imagefolder", "mnist", TinyImageNet];

    public static IEnumerable<string> Starts => [.. s_embedded, .. s_files.Select(kind => $"{kind}:")];

    /// <summary>Whether each image is a file of its own.</summary>
    public bool IsFiles => Kind is "imagefolder" or TinyImageNet;

    /// <summary>Takes the text apart; <paramref name="problem"/> says what is wrong with it where that fails.</summary>
    public static DataSource? Parse(string? text, out string? problem)
    {
        text ??= "";
        int colon = text.IndexOf(':');
        string kind = colon < 0 ? text : text[..colon], path = colon < 0 ? "" : text[(colon + 1)..];
        problem = null;
        if (s_embedded.Contains(kind) && colon >= 0) problem = $"{Foreign.Quoted(kind)} is built in and takes no path.";
        else if (s_files.Contains(kind) && path.Length == 0) problem = $"'{kind}' needs a path, as in '{kind}:PATH'.";
        else if (!s_embedded.Contains(kind) && !s_files.Contains(kind))
            problem = $"unknown kind {Foreign.Quoted(kind)}; "
                + (Suggestion.Nearest(kind, [.. s_embedded, .. s_files]) is { } near ? $"did you mean '{near}'?"
                    : $"expected {ImageSets.Sources}.");
        else if (path.Contains('\0')) problem = "a path cannot contain a zero byte.";
        DataSource? source = problem is null ? WithSize(kind, AtHome(path), out problem) : null;
        if (problem is not null) problem = $"Data {Foreign.Quoted(text)}: {problem}";
        return source;
    }

    /// <summary>The path with the home folder in place of <c>~</c>, which shells leave alone behind a colon.</summary>
    private static string AtHome(string path)
    {
        if (path != "~" && !path.StartsWith("~/", StringComparison.Ordinal)) return path;
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? path : home + path[1..];
    }

    /// <summary>Parts <c>PATH@SIZE</c>; what really is called so, is meant so.</summary>
    private static DataSource? WithSize(string kind, string path, out string? problem)
    {
        problem = null;
        int at = kind is "imagefolder" or TinyImageNet ? path.LastIndexOf('@') : -1;
        string size = at > 0 ? path[(at + 1)..] : "";
        if (size.Length == 0 || !size.All(char.IsAsciiDigit)) return new(kind, path, null);
        string before = path[..at];
        if (System.IO.Path.Exists(path))
        {
            if (!System.IO.Path.Exists(before)) return new(kind, path, null);
            string whole = Foreign.Path(path), part = Foreign.Path(before);
            problem = $"both {whole} and {part} exist; for folders, 'imagefolder:{whole}/' is the first and "
                + $"'imagefolder:{part}/@{size}' the second, resized.";
            return null;
        }
        if (int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side is >= 1 and <= LargestSide)
            return new(kind, before, side);
        problem = $"size {size} is outside 1 to {LargestSide}.";
        return null;
    }
}
