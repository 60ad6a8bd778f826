using System.Text.Json;
using System.Text.RegularExpressions;

namespace Strata.Runtime;

/// <summary>What is wrong with JSON in words, from the exceptions of the reader, which name types of .NET.</summary>
internal static class JsonProblem
{
    /// <summary>Whether an exception is one of those by which the reader, or the types that it fills, refuse a text.</summary>
    public static bool IsOne(Exception exception) => exception is JsonException
        or InvalidOperationException // half of a surrogate pair; a value of another kind than was asked for
        or FormatException or OverflowException or NotSupportedException or KeyNotFoundException
        or ArgumentException; // a member twice; a value that a type refuses

    /// <param name="line">The number of the text's first line, or null where lines say nothing.</param>
    public static string Sentence(Exception wrong, long? line)
    {
        if (wrong is not JsonException json) return "holds a member twice, or a text or number that cannot be";
        string place = json.LineNumber is { } at && line is not null ? $"line {line + at}: " : "";
        string message = Regex.Replace(json.Message, @"(\. )?(Path: .* \| )?LineNumber: \d+ \| BytePositionInLine: \d+\.$", "",
            RegexOptions.Singleline);
        // Thrown by us, without a place in the text.
        if (json.Path is null && json.InnerException is null) return place + Foreign.Words(message);
        string member = json.Path is { Length: > 2 } path ? Foreign.Quoted(path[(path[1] == '.' ? 2 : 1)..]) : "it";
        // Faults of the text itself are the inner exception, and in words of their own.
        if (json.InnerException is JsonException) return place + Foreign.Words(message.TrimEnd('.'));
        if (Regex.Match(message, "missing required properties including: (.*?)\\.?$") is { Success: true } missing)
            return $"{place}{member} lacks {missing.Groups[1].Value}";
        if (message.Contains("null values", StringComparison.Ordinal)) return $"{place}{member} is null";
        if (message.Contains("could not be converted", StringComparison.Ordinal))
            return $"{place}{member} holds another kind of value than it must";
        return message.Contains("type '", StringComparison.Ordinal) ? $"{place}{member} is not as it must be"
            : $"{place}{member}: {Foreign.Words(message)}";
    }
}
