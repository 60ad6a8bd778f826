using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Strata.Runtime;

/// <summary>
/// Reads JSON. Whatever is wrong with it is an <see cref="InvalidFileException"/> whose sentence gives line and member, and never a type of
/// .NET.
/// </summary>
public static class JsonFile
{
    /// <summary>Anything larger is no page of text and no list that a person or this program wrote.</summary>
    public const long Largest = 64 << 20;

    internal const string Reflection = "The members of a type are found by reflection; JsonTypeInfo knows them.";

    /// <summary>Reads a file as what <typeparamref name="T"/> describes.</summary>
    /// <param name="what">What the file should be, such as <c>manifest</c>.</param>
    /// <exception cref="InvalidFileException">Missing, too large, no JSON, or other members and values than it must have.</exception>
    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    public static T Read<T>(string path, string what, JsonSerializerOptions options)
        => Parse<T>(ReadBytes(path, what), path, what, options);

    /// <summary>The same from text in UTF-8 that is in memory.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="line">The number of its first line in the file.</param>
    /// <exception cref="InvalidFileException">No JSON, or other members and values than it must have.</exception>
    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    public static T Parse<T>(byte[] json, string path, string what, JsonSerializerOptions options, long line = 1)
        => Guard(path, what, () => JsonSerializer.Deserialize<T>(json, options), line);

    /// <summary>Text in UTF-8 that is in memory, by what a type is known to have.</summary>
    /// <param name="path">What messages call it.</param>
    /// <exception cref="InvalidFileException">No JSON, or other members and values than it must have.</exception>
    public static T Parse<T>(byte[] json, string path, string what, JsonTypeInfo<T> type)
        => Guard(path, what, () => JsonSerializer.Deserialize(json, type));

    /// <summary>A part of a document that was read before, as what <typeparamref name="T"/> describes.</summary>
    /// <exception cref="InvalidFileException">Other members and values than it must have.</exception>
    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    public static T Part<T>(JsonNode? part, string path, string what, JsonSerializerOptions options)
        => Guard(path, what, () => part.Deserialize<T>(options), line: null);

    /// <summary>Calls what reads JSON, and says in words what it throws.</summary>
    /// <param name="line">The number of the first line, or null where lines say nothing.</param>
    /// <exception cref="InvalidFileException">No JSON, or not what the caller wants of it.</exception>
    public static T Guard<T>(string path, string what, Func<T?> read, long? line = 1)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            return read() ?? throw new JsonException("holds null");
        }
        catch (Exception wrong) when (JsonProblem.IsOne(wrong))
        {
            throw new InvalidFileException(path, $"no {what}: {JsonProblem.Sentence(wrong, line)}", wrong);
        }
    }

    /// <summary>What the reader says is wrong with a text, in words; the line is the caller's to say.</summary>
    public static string Sentence(JsonException wrong) => JsonProblem.Sentence(wrong, line: null);

    /// <summary>The bytes of a file of at most <see cref="Largest"/>.</summary>
    /// <exception cref="InvalidFileException">Missing, a folder, empty, too large, or it cannot be read.</exception>
    public static byte[] ReadBytes(string path, string what)
    {
        byte[] content = InputFile.ReadJson(path, $"a {what}", Largest);
        return content.Length > 0 ? content : throw new InvalidFileException(path, $"is empty; expected a {what}");
    }
}
