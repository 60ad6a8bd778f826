using System.Text;

namespace Strata.Tests.Arrays;

/// <summary>
/// Builds .npy files byte by byte, as NumPy lays them out, so that reading is tested against something other than our own writing.
/// </summary>
internal static class NpyBytes
{
    public static byte[] Build(string dictionary, byte[] data, int version = 1)
    {
        int start = version == 1 ? 10 : 12, length = (start + dictionary.Length + 1 + 63) / 64 * 64 - start;
        byte[] size = version == 1 ? [(byte)length, (byte)(length >> 8)]
            : [(byte)length, (byte)(length >> 8), (byte)(length >> 16), (byte)(length >> 24)];
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. size, .. Encoding.ASCII.GetBytes(dictionary.PadRight(length - 1) + "\n"), .. data];
    }

    public static byte[] Build(string type, string shape, byte[] data, bool fortran = false, int version = 1)
        => Build($"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}", data, version);

    /// <summary>
    /// The values −2, 0, 1, 3 (0, 1, 3 and the largest, or 2⁵³, where there is no sign; true where not 0) as the type's bytes.
    /// </summary>
    public static byte[] Sample(string type) => Encode(type, Expected(type));

    /// <summary>Numbers as the type's bytes.</summary>
    public static byte[] Encode(string type, double[] values)
    {
        bool big = type[0] == '>';
        return [.. values.SelectMany(value =>
        {
            byte[] bytes = type[1..] switch
            {
                "f8" => BitConverter.GetBytes(value),
                "f4" => BitConverter.GetBytes((float)value),
                "f2" => BitConverter.GetBytes((Half)value),
                "i8" => BitConverter.GetBytes((long)value),
                "i4" => BitConverter.GetBytes((int)value),
                "i2" => BitConverter.GetBytes((short)value),
                "u8" => BitConverter.GetBytes((ulong)value),
                "u4" => BitConverter.GetBytes((uint)value),
                "u2" => BitConverter.GetBytes((ushort)value),
                "i1" => [(byte)(sbyte)value],
                _ => [(byte)value],
            };
            return big == BitConverter.IsLittleEndian && bytes.Length > 1 ? bytes.Reverse() : bytes;
        })];
    }

    /// <summary>The numbers of an array in C order, in the order that they have in Fortran order.</summary>
    public static T[] InFortran<T>(T[] inC, params int[] shape)
    {
        T[] inFortran = new T[inC.Length];
        for (int i = 0; i < inC.Length; i++)
        {
            int rest = i, place = 0;
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                (rest, int index) = Math.DivRem(rest, shape[d]);
                place = place * shape[d] + index;
            }
            inFortran[place] = inC[i];
        }
        return inFortran;
    }

    public static double[] Expected(string type)
        => type[1] switch
        {
            'u' =>
            [0, 1, 3, type[2] switch { '8' => 1L << 53, '4' => uint.MaxValue, '2' => ushort.MaxValue, _ => byte.MaxValue }],
            'b' => [0, 1, 1, 0],
            _ => [-2, 0, 1, 3]
        };
}
