using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Runtime;

namespace Strata.Reliability.Mutations;

/// <summary>Damage that leaves JSON what it is: what only a reader of the content can notice.</summary>
internal static class JsonMutators
{
    private static readonly string[] s_values =
    [
        "null", "true", "\"\"", "0", "-1", "1e999", "2147483648", "9223372036854775808", "1e-7", "0.5", "[]", "{}", "[null]", "[[]]",
        "[{}]", "{\"x\":1}", "\"x\"", "\"\\u001b[2J\"", "\"../../x\"", "\"/dev/zero\"", "\"NaN\"", "\"1/0\"", "\"\\ud83d\\ude00\"",
        "[1,2,3]", "[-1]", "[\"a\",\"a\"]",
    ];

    public static IReadOnlyList<Mutator> All { get; } = [ReplaceValue, ReplaceValue, RemoveValue, AddValue, CopyValue, LengthenValue];

    /// <summary>A value of another type or at the end of its range.</summary>
    public static byte[] ReplaceValue(byte[] sound, RandomSequence random)
        => Change(sound, random, (place, _) => place.Replace(JsonNode.Parse(s_values[random.Next(s_values.Length)])));

    public static byte[] RemoveValue(byte[] sound, RandomSequence random) => Change(sound, random, (place, _) => place.Remove());

    /// <summary>A member that nobody asked for, or one element more.</summary>
    public static byte[] AddValue(byte[] sound, RandomSequence random)
        => Change(sound, random, (place, _) => place.Add(JsonNode.Parse(s_values[random.Next(s_values.Length)])));

    /// <summary>A value of this document where it does not belong.</summary>
    public static byte[] CopyValue(byte[] sound, RandomSequence random)
        => Change(sound, random, (place, others) => place.Replace(others[random.Next(others.Count)].Value));

    public static byte[] LengthenValue(byte[] sound, RandomSequence random)
    {
        string value = new("xé\n\"中"[random.Next(5)], 1 + random.Next(20_000));
        return Change(sound, random, (place, _) => place.Replace(value));
    }

    private static byte[] Change(byte[] sound, RandomSequence random, Action<JsonPlace, IReadOnlyList<JsonPlace>> change)
    {
        try
        {
            JsonNode? root = JsonNode.Parse(sound);
            List<JsonPlace> places = [.. JsonPlace.In(root)];
            if (places.Count == 0) return ByteMutators.FlipBits(sound, random);
            change(places[random.Next(places.Count)], places);
            return Encoding.UTF8.GetBytes(root!.ToJsonString());
        }
        catch (JsonException)
        {
            // Lines of JSON, or none: damage of the general kind.
            return ByteMutators.Overwrite(sound, random);
        }
    }
}
