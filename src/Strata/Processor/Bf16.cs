using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Strata.Processor;

/// <summary>bfloat16 as the upper half of a float, rounded to nearest, ties to even.</summary>
internal readonly unsafe struct Bf16 : IElement<ushort>
{
    public static ScalarType Type => ScalarType.BFloat16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ushort* from)
    {
        var halves = Vector256.Load(from);
        Vector512<uint> wide = Avx512F.IsSupported
            ? Avx512F.ConvertToVector512UInt32(halves)
            : Vector512.Create(Vector256.WidenLower(halves), Vector256.WidenUpper(halves));
        return (wide << 16).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ushort* to, Vector512<float> values)
    {
        Vector512<uint> bits = values.AsUInt32();
        bits = (bits + Vector512.Create(0x7fffu) + ((bits >>> 16) & Vector512<uint>.One)) >>> 16;
        Vector256<ushort> halves = Avx512F.IsSupported ? Avx512F.ConvertToVector256UInt16(bits)
            : Vector256.Narrow(bits.GetLower(), bits.GetUpper());
        halves.Store(to);
    }

    public static float Load1(ushort* from) => BitConverter.UInt32BitsToSingle((uint)*from << 16);

    public static void Store1(ushort* to, float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        *to = (ushort)((bits + 0x7fffu + ((bits >> 16) & 1)) >> 16);
    }
}
