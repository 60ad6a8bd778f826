using System.Text;
using System.Text.Json;
using Strata.Runtime;

namespace Strata.Studies.Format;

/// <summary>A JSON value that knows where it stands, so that a problem can name the line.</summary>
internal sealed class Node
{
    /// <summary>Such as <c>study.json:12</c> or <c>--set training.epochs</c>.</summary>
    public required string Place { get; init; }

    public required JsonValueKind Kind { get; init; }

    /// <summary>The characters of a string or number.</summary>
    public string Text { get; init; } = "";

    public List<(string Name, Node Value)> Members { get; } = [];
    public List<Node> Items { get; } = [];

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

    public Node? this[string name] => Members.FirstOrDefault(m => m.Name == name).Value;

    /// <summary>Reads JSON with comments and trailing commas.</summary>
    /// <param name="place">Gives the place of a line, from 1.</param>
    /// <exception cref="JsonException">No JSON.</exception>
    public static Node Parse(ReadOnlySpan<byte> json, Func<int, string> place)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble)) json = json[Encoding.UTF8.Preamble.Length..];
        var reader = new Utf8JsonReader(json,
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            var lines = new LineCounter();
            Node root = Value(ref reader, json, lines, place);
            reader.Read();
            return root;
        }
        catch (InvalidOperationException wrong)
        {
            // Strings with half a surrogate pair or invalid UTF-8 are found only when they are read.
            throw new JsonException(wrong.Message, wrong);
        }
    }

    private static Node Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, LineCounter lines, Func<int, string> place)
    {
        string here = place(lines.At(json, reader.TokenStartIndex));
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var whole = new Node { Place = here, Kind = JsonValueKind.Object };
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string name = reader.GetString()!;
                    reader.Read();
                    whole.Members.Add((name, Value(ref reader, json, lines, place)));
                }
                return whole;
            case JsonTokenType.StartArray:
                var list = new Node { Place = here, Kind = JsonValueKind.Array };
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Items.Add(Value(ref reader, json, lines, place));
                return list;
            case JsonTokenType.String:
                return new Node { Place = here, Kind = JsonValueKind.String, Text = reader.GetString()! };
            case JsonTokenType.Number:
                return new Node { Place = here, Kind = JsonValueKind.Number, Text = Encoding.ASCII.GetString(reader.ValueSpan) };
            case JsonTokenType.True:
                return new Node { Place = here, Kind = JsonValueKind.True };
            case JsonTokenType.False:
                return new Node { Place = here, Kind = JsonValueKind.False };
            default:
                return new Node { Place = here, Kind = JsonValueKind.Null };
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
