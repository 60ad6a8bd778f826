using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Strata.Checkpoints;

/// <summary>
/// A checksum inside of a safetensors file, its metadata <c>checksum</c>: the first halves of three SHA-256, of all other metadata, of the
/// tensors' names, types and shapes, and of their numbers. Three, because other programs copy metadata with the tensors that they write.
/// </summary>
internal static class SafetensorsSeal
{
    public const string Name = "checksum";

    /// <summary>Metadata with the seal of a file.</summary>
    /// <param name="tensors">In the order of their numbers.</param>
    /// <param name="numbers">Digest of the numbers' bytes in that order.</param>
    public static IReadOnlyDictionary<string, string> Seal(
        IReadOnlyDictionary<string, string> metadata, IEnumerable<SafetensorsEntry> tensors, ReadOnlySpan<byte> numbers)
    {
        var sealedUp = new OrderedDictionary<string, string>();
        foreach ((string key, string value) in metadata.Where(m => m.Key != Name)) sealedUp.Add(key, value);
        sealedUp.Add(Name, $"{OfMetadata(sealedUp)}.{OfLayout(tensors)}.{Hex(numbers)}");
        return sealedUp;
    }

    /// <inheritdoc cref="Seal"/>
    public static SafetensorsIntegrity Judge(
        IReadOnlyDictionary<string, string> metadata, IEnumerable<SafetensorsEntry> tensors, ReadOnlySpan<byte> numbers)
    {
        if (!metadata.TryGetValue(Name, out string? seal)) return SafetensorsIntegrity.Unsealed;
        if (seal.Split('.') is not [string ofMetadata, string ofLayout, string ofNumbers] || ofMetadata != OfMetadata(metadata))
            return SafetensorsIntegrity.Damaged;
        if (ofLayout != OfLayout(tensors)) return SafetensorsIntegrity.Rewritten;
        return ofNumbers == Hex(numbers) ? SafetensorsIntegrity.Whole : SafetensorsIntegrity.Damaged;
    }

    private static string OfMetadata(IReadOnlyDictionary<string, string> metadata)
        => OfTexts(
            metadata.Where(m => m.Key != Name).OrderBy(m => m.Key, StringComparer.Ordinal).SelectMany(m => new[] { m.Key, m.Value }));

    private static string OfLayout(IEnumerable<SafetensorsEntry> tensors)
        => OfTexts(tensors.SelectMany(t => new[] { t.Name, t.Type, string.Join(',', t.Shape) }));

    /// <summary>Each with its length before it, so that no two lists of texts look alike.</summary>
    private static string OfTexts(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (byte[] bytes in texts.Select(Encoding.UTF8.GetBytes))
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        return Hex(hash.GetHashAndReset());
    }

    private static string Hex(ReadOnlySpan<byte> digest) => Convert.ToHexStringLower(digest[..(digest.Length / 2)]);
}
