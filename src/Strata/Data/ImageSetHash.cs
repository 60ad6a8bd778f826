using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Strata.Data;

/// <summary>Identifies a set by what a network can see of it: sizes, pixels and labels of both splits, not names or paths.</summary>
internal static class ImageSetHash
{
    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string Of(int classes, int channels, int height, int width, byte pixelMaximum, HeldExamples train, HeldExamples test)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int[] sizes = [1, classes, channels, height, width, pixelMaximum, train.Count, test.Count];
        Append(hash, sizes);
        foreach (HeldExamples split in (HeldExamples[])[train, test])
        {
            hash.AppendData(split.Pixels);
            Append(hash, split.Labels);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, int[] values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            values = [.. values];
            for (int i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReverseEndianness(values[i]);
        }
        hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
    }
}
