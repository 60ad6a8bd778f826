using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strata.Settings;

/// <summary>Keeps a value in JSON as the text that it is read from.</summary>
internal sealed class ParsedConverter<T> : JsonConverter<T> where T : class, IParsable<T>
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return T.Parse(reader.GetString() ?? "", CultureInfo.InvariantCulture);
        }
        catch (FormatException wrong)
        {
            throw new JsonException(wrong.Message, wrong);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
