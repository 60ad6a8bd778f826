using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Strata.Runtime;

namespace Strata.Arrays;

/// <summary>The type of an array's elements as its header names it.</summary>
/// <param name="Code">Kind and size such as <c>f4</c>.</param>
/// <param name="Size">Bytes per element.</param>
/// <param name="Swapped">Whether the bytes are in the other order than this machine's.</param>
internal readonly record struct NpyType(string Code, int Size, bool Swapped)
{
    public const string Supported = "f8, f4, f2, i8, i4, i2, u8, u4, u2 ('<' or '>'), i1, u1 and b1";

    /// <summary>Reads a description such as <c>&lt;f4</c>; null for anything else.</summary>
    public static NpyType? Parse(string description)
    {
        if (description.Length != 3) return null;
        string code = description[1..];
        int size = code switch
        {
            "f8" or "i8" or "u8" => 8,
            "f4" or "i4" or "u4" => 4,
            "f2" or "i2" or "u2" => 2,
            "i1" or "u1" or "b1" => 1,
            _ => 0
        };
        return (size, description[0]) switch
        {
            (0, _) => null,
            (1, '|' or '<' or '>' or '=') => new(code, size, false),
            ( > 1, '<') => new(code, size, !BitConverter.IsLittleEndian),
            ( > 1, '>') => new(code, size, BitConverter.IsLittleEndian),
            ( > 1, '=') => new(code, size, false),
            _ => null,
        };
    }

    /// <summary>Unit roundoff of its numbers: whole numbers have that of the floating-point type which holds them all.</summary>
    public double Roundoff => Code switch
    {
        "f2" => UnitRoundoff.OfHalf,
        "f8" or "i8" or "u8" or "i4" or "u4" => UnitRoundoff.OfDouble,
        _ => UnitRoundoff.OfSingle,
    };

    /// <summary>Turns bytes into numbers, putting the bytes themselves into this machine's order on the way.</summary>
    public void Decode<T>(Span<byte> bytes, Span<T> numbers) where T : struct, INumber<T>
    {
        if (Swapped) Reverse(bytes);
        switch (Code)
        {
            case "f8": Convert<double, T>(bytes, numbers); break;
            case "f4": Convert<float, T>(bytes, numbers); break;
            case "f2": Convert<Half, T>(bytes, numbers); break;
            case "i8": Convert<long, T>(bytes, numbers); break;
            case "i4": Convert<int, T>(bytes, numbers); break;
            case "i2": Convert<short, T>(bytes, numbers); break;
            case "u8": Convert<ulong, T>(bytes, numbers); break;
            case "u4": Convert<uint, T>(bytes, numbers); break;
            case "u2": Convert<ushort, T>(bytes, numbers); break;
            case "i1": Convert<sbyte, T>(bytes, numbers); break;
            case "u1": Convert<byte, T>(bytes, numbers); break;
            default: // b1: NumPy writes 0 and 1, and takes any other byte for true
                for (int i = 0; i < numbers.Length; i++) numbers[i] = bytes[i] == 0 ? T.Zero : T.One;
                break;
        }
    }

    private void Reverse(Span<byte> bytes)
    {
        if (Size == 8) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, long>(bytes), MemoryMarshal.Cast<byte, long>(bytes));
        else if (Size == 4) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int>(bytes), MemoryMarshal.Cast<byte, int>(bytes));
        else BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, short>(bytes), MemoryMarshal.Cast<byte, short>(bytes));
    }

    private static void Convert<TFrom, TTo>(ReadOnlySpan<byte> bytes, Span<TTo> numbers)
        where TFrom : struct, INumber<TFrom> where TTo : struct, INumber<TTo>
    {
        ReadOnlySpan<TFrom> from = MemoryMarshal.Cast<byte, TFrom>(bytes);
        for (int i = 0; i < numbers.Length; i++) numbers[i] = TTo.CreateTruncating(from[i]);
    }
}
