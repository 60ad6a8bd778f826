using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Runtime;

namespace Strata.Settings;

/// <summary>A value as somebody wrote it, which knows where it stands, so that a problem can name the line or the option.</summary>
internal sealed class Given
{
    /// <summary>Such as <c>study.json:12</c>, <c>--set training.epochs</c> or <c>--epochs</c>.</summary>
    public required string Place { get; init; }

    public required JsonValueKind Kind { get; init; }

    /// <summary>The characters of a string or number.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether it was typed as a word, where a list is its parts between commas.</summary>
    public bool IsTyped { get; private init; }

    /// <summary>Whether a number may have been meant as a word, which needs no quotes where it is typed.</summary>
    public bool MayBeWord { get => field || IsTyped; init; }

    public List<(string Name, Given Value)> Members { get; } = [];
    public List<Given> Items { get; } = [];

    /// <summary>The value as a message shows it.</summary>
    public string Shown => Kind switch
    {
        JsonValueKind.String => Foreign.Quoted(Text),
        JsonValueKind.Number => Foreign.Words(Text),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "an array",
        _ => "an object",
    };

    /// <summary>As JSON again, numbers in the characters that they were written with.</summary>
    public JsonNode? ToJson() => Kind switch
    {
        JsonValueKind.Object => new JsonObject(Members.Select(m => KeyValuePair.Create(m.Name, m.Value.ToJson()))),
        JsonValueKind.Array => new JsonArray([.. Items.Select(item => item.ToJson())]),
        JsonValueKind.String => Text,
        JsonValueKind.Number => JsonNode.Parse(Text),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public Given? this[string name] => Members.FirstOrDefault(m => m.Name == name).Value;

    /// <summary>A value as it is typed: a number where it reads as one, else a string.</summary>
    public static Given Typed(string text, string place) => new()
    {
        Place = place,
        Kind = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? JsonValueKind.Number : JsonValueKind.String,
        Text = text,
        IsTyped = true,
    };

    /// <summary>Reads JSON with comments and trailing commas.</summary>
    /// <param name="place">Gives the place of a line, from 1.</param>
    /// <exception cref="JsonException">No JSON.</exception>
    public static Given Parse(ReadOnlySpan<byte> json, Func<int, string> place)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble)) json = json[Encoding.UTF8.Preamble.Length..];
        var reader = new Utf8JsonReader(json,
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            var lines = new LineCounter();
            Given root = Value(ref reader, json, lines, place);
            reader.Read();
            return root;
        }
        catch (InvalidOperationException wrong)
        {
            // Strings with half a surrogate pair or invalid UTF-8 are found only when they are read.
            throw new JsonException(wrong.Message, wrong);
        }
    }

    private static Given Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, LineCounter lines, Func<int, string> place)
    {
        string here = place(lines.At(json, reader.TokenStartIndex));
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var whole = new Given { Place = here, Kind = JsonValueKind.Object };
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string name = reader.GetString()!;
                    reader.Read();
                    whole.Members.Add((name, Value(ref reader, json, lines, place)));
                }
                return whole;
            case JsonTokenType.StartArray:
                var list = new Given { Place = here, Kind = JsonValueKind.Array };
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Items.Add(Value(ref reader, json, lines, place));
                return list;
            case JsonTokenType.String:
                return new Given { Place = here, Kind = JsonValueKind.String, Text = reader.GetString()! };
            case JsonTokenType.Number:
                return new Given { Place = here, Kind = JsonValueKind.Number, Text = Encoding.ASCII.GetString(reader.ValueSpan) };
            case JsonTokenType.True:
                return new Given { Place = here, Kind = JsonValueKind.True };
            case JsonTokenType.False:
                return new Given { Place = here, Kind = JsonValueKind.False };
            default:
                return new Given { Place = here, Kind = JsonValueKind.Null };
        }
    }

    /// <summary>Tokens come in order, so that each newline is counted once.</summary>
    private sealed class LineCounter
    {
        private int _line = 1;
        private int _seen;

        public int At(ReadOnlySpan<byte> json, long offset)
        {
            _line += json[_seen..(int)offset].Count((byte)'\n');
            _seen = (int)offset;
            return _line;
        }
    }
}
