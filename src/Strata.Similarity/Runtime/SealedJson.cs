using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Strata.Runtime;

/// <summary>JSON objects that end in a checksum of their own text, so that no changed byte goes unnoticed.</summary>
public static class SealedJson
{
    private const string Before = ",\n  \"checksum\": \"", After = "\"\n}\n";

    private static readonly string s_blank = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>
    /// An object as indented text whose last member, <c>checksum</c>, is the SHA-256 of the text with zeros in that place.
    /// </summary>
    /// <param name="options">Indented.</param>
    [RequiresUnreferencedCode(JsonFile.Reflection)]
    [RequiresDynamicCode(JsonFile.Reflection)]
    public static string Write<T>(T value, JsonSerializerOptions options) => Seal(JsonSerializer.Serialize(value, options));

    /// <inheritdoc cref="Write{T}(T, JsonSerializerOptions)"/>
    /// <param name="type">With options that indent.</param>
    public static string Write<T>(T value, JsonTypeInfo<T> type) => Seal(JsonSerializer.Serialize(value, type));

    private static string Seal(string json)
    {
        string text = json.ReplaceLineEndings("\n"), open = text[..text.LastIndexOf('}')].TrimEnd();
        return $"{open}{Before}{Hash(Encoding.UTF8.GetBytes($"{open}{Before}{s_blank}{After}"))}{After}";
    }

    /// <summary>Whether a text is what was written; null where it does not end in a checksum.</summary>
    public static bool? IsWhole(byte[] text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int end = text.Length - After.Length, start = end - s_blank.Length;
        if (start < Before.Length || !text.AsSpan(end).SequenceEqual(Encoding.UTF8.GetBytes(After))) return null;
        if (!text.AsSpan(start - Before.Length, Before.Length).SequenceEqual(Encoding.UTF8.GetBytes(Before))) return null;
        byte[] blank = [.. text];
        blank.AsSpan(start, s_blank.Length).Fill((byte)'0');
        return Encoding.UTF8.GetString(text, start, s_blank.Length) == Hash(blank);
    }

    /// <summary>Refuses a text that is not as it was written.</summary>
    /// <param name="required">Whether it must have a checksum; texts of earlier versions have none.</param>
    /// <exception cref="InvalidFileException">It is damaged.</exception>
    public static void Require(byte[] text, string path, bool required)
    {
        if (!(IsWhole(text) ?? !required)) throw new InvalidFileException(path, "is damaged: its checksum is that of another text");
    }

    private static string Hash(byte[] text) => Convert.ToHexStringLower(SHA256.HashData(text));
}
