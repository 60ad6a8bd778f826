using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strata.Reliability.Mutations;

/// <summary>Whether a file was damaged at all: JSON may be written in several ways, and a checksum of what it says need not mind.</summary>
internal static class SameContent
{
    public static bool Of(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
        => one.SequenceEqual(other) || Said(one) is { } said && said.SequenceEqual(Said(other) ?? []);

    /// <summary>A safetensors file with its header as this process writes it; null where it is none.</summary>
    private static byte[]? Said(ReadOnlySpan<byte> file)
    {
        if (file.Length < 8) return null;
        long length = BinaryPrimitives.ReadInt64LittleEndian(file);
        if (length < 2 || length > file.Length - 8) return null;
        try
        {
            return [.. JsonSerializer.SerializeToUtf8Bytes(JsonNode.Parse(file.Slice(8, (int)length))), .. file[(8 + (int)length)..]];
        }
        catch (Exception damaged) when (damaged is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
