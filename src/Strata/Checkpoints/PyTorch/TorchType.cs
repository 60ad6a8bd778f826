using System.Runtime.InteropServices;

namespace Strata.Checkpoints.PyTorch;

/// <summary>The type of a storage's numbers.</summary>
/// <param name="Name">As safetensors calls it, such as <c>F32</c>.</param>
/// <param name="Size">Bytes of a number.</param>
internal sealed record TorchType(string Name, int Size)
{
    private static readonly Dictionary<string, TorchType> s_storages = new()
    {
        ["torch.DoubleStorage"] = new("F64", 8),
        ["torch.FloatStorage"] = new("F32", 4),
        ["torch.HalfStorage"] = new("F16", 2),
        ["torch.BFloat16Storage"] = new("BF16", 2),
        ["torch.LongStorage"] = new("I64", 8),
        ["torch.IntStorage"] = new("I32", 4),
        ["torch.ShortStorage"] = new("I16", 2),
        ["torch.CharStorage"] = new("I8", 1),
        ["torch.ByteStorage"] = new("U8", 1),
        ["torch.BoolStorage"] = new("BOOL", 1),
    };

    /// <summary>By the name of its storage, such as <c>torch.FloatStorage</c>; null where there is none.</summary>
    public static TorchType? OfStorage(string name) => s_storages.GetValueOrDefault(name);

    public bool IsFloatingPoint => Name is "F64" or "F32" or "F16" or "BF16";

    /// <summary>Numbers of a floating-point type, each as it is: double[] of F64, float[] of the others.</summary>
    /// <param name="bytes">Little-endian.</param>
    public Array Decode(ReadOnlySpan<byte> bytes)
    {
        switch (Name)
        {
            case "F64":
                return MemoryMarshal.Cast<byte, double>(bytes).ToArray();
            case "F32":
                return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
            case "F16":
                return Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), half => (float)half);
            case "BF16":
                // bfloat16 is the upper half of a float.
                return Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(bytes).ToArray(),
                    bits => BitConverter.UInt32BitsToSingle((uint)bits << 16));
            default:
                throw new InvalidOperationException($"{Name} is no floating-point type");
        }
    }
}
