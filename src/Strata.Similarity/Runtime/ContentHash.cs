using System.Security.Cryptography;
using System.Text;

namespace Strata.Runtime;

/// <summary>SHA-256 in lower-case hexadecimal: what content keys are made of.</summary>
public static class ContentHash
{
    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The bytes of a file, or names and bytes of all files of a folder.</summary>
    public static string Of(string path)
    {
        if (!Directory.Exists(path)) return OfFile(path);
        string[] files = [.. Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)];
        return OfText(string.Join("\n", files.Select(f => $"{Path.GetFileName(f)}={OfFile(f)}")));
    }

    private static string OfFile(string path)
    {
        using FileStream stream = InputFile.Open(path, "a file to hash");
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
