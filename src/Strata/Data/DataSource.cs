using System.Globalization;

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

    private static readonly string[] s_embedded = ["digits", "thumbs"], s_files = ["cifar10", "cifar100", "imagefolder", "mnist"];

    /// <summary>Takes the text apart; <paramref name="problem"/> says what is wrong with it where that fails.</summary>
    public static DataSource? Parse(string? text, out string? problem)
    {
        text ??= "";
        int colon = text.IndexOf(':');
        string kind = colon < 0 ? text : text[..colon], path = colon < 0 ? "" : text[(colon + 1)..];
        problem = null;
        if (s_embedded.Contains(kind) && colon >= 0) problem = $"Data '{text}': '{kind}' is built in and takes no path.";
        else if (s_files.Contains(kind) && path.Length == 0) problem = $"Data '{text}': '{kind}' needs a path, as in '{kind}:PATH'.";
        else if (!s_embedded.Contains(kind) && !s_files.Contains(kind))
            problem =
                $"Data '{text}': unknown kind '{kind}'; expected digits, thumbs, cifar10:PATH, cifar100:PATH, imagefolder:PATH, "
                + "imagefolder:PATH@SIZE or mnist:PATH.";
        else if (path.Contains('\0'))
            problem = $"Data '{text.Replace("\0", "\\0", StringComparison.Ordinal)}': a path cannot contain a zero byte.";
        if (problem is not null) return null;

        int at = kind == "imagefolder" ? path.LastIndexOf('@') : -1;
        string size = at > 0 ? path[(at + 1)..] : "";
        if (size.Length == 0 || !size.All(char.IsAsciiDigit)) return new(kind, path, null);
        if (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int side) || side is < 1 or > LargestSide)
        {
            problem = $"Data '{text}': size {size} is outside 1 to {LargestSide}.";
            return null;
        }
        return new(kind, path[..at], side);
    }
}
