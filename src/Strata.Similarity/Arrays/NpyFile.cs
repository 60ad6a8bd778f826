using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Strata.Runtime;

namespace Strata.Arrays;

/// <summary>NumPy's .npy files: arrays of numbers with their shape.</summary>
public static class NpyFile
{
    internal const string Expected = "an .npy file";

    /// <summary>Opens an array and checks that the file is as long as its header says; no element is read yet.</summary>
    /// <exception cref="InvalidFileException">Missing, no .npy file, of a type that is not read here, or of the wrong length.</exception>
    public static NpyReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeFileHandle file = InputFile.OpenHandle(path, Expected);
        try
        {
            return new(path, file, NpyHeader.Read(file, path));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a two-dimensional array.</summary>
    /// <exception cref="InvalidFileException">As <see cref="Open"/>, not two-dimensional, or of more rows than a matrix has.</exception>
    public static double[,] ReadMatrix(string path)
    {
        using NpyReader reader = Open(path);
        if (reader.Shape is not [int rows, int columns])
            throw new InvalidFileException(path, $"has shape {NpyHeader.Describe(reader.Shape)}, expected a matrix of two dimensions");
        // One that holds nothing may claim any size.
        if (Math.Max(rows, columns) > Array.MaxLength)
            throw new InvalidFileException(path,
                $"has shape {NpyHeader.Describe(reader.Shape)}, expected dimensions of at most {Array.MaxLength}");
        double[] values = reader.ReadAll();
        double[,] matrix = new double[rows, rows == 0 ? 0 : columns];
        values.CopyTo(MemoryMarshal.CreateSpan(ref First<double>(matrix), matrix.Length));
        return matrix;
    }

    /// <summary>Writes float32 numbers in C order.</summary>
    /// <exception cref="ArgumentException">The shape takes another number of values.</exception>
    public static void Write(string path, float[] values, params int[] shape) => Write<float>(path, values, "f4", shape);

    /// <summary>Writes float64 numbers in C order.</summary>
    /// <exception cref="ArgumentException">The shape takes another number of values.</exception>
    public static void Write(string path, double[] values, params int[] shape) => Write<double>(path, values, "f8", shape);

    /// <summary>Writes int32 numbers in C order.</summary>
    /// <exception cref="ArgumentException">The shape takes another number of values.</exception>
    public static void Write(string path, int[] values, params int[] shape) => Write<int>(path, values, "i4", shape);

    /// <summary>Writes a float64 matrix.</summary>
    public static void Write(string path, double[,] values) => WriteMatrix<double>(path, values, "f8");

    /// <summary>Writes an int32 matrix.</summary>
    public static void Write(string path, int[,] values) => WriteMatrix<int>(path, values, "i4");

    private static void WriteMatrix<T>(string path, T[,] values, string code) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        Write(path, MemoryMarshal.CreateReadOnlySpan(ref First<T>(values), values.Length), code,
            [values.GetLength(0), values.GetLength(1)]);
    }

    private static unsafe void Write<T>(string path, ReadOnlySpan<T> values, string code, int[] shape) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(shape);
        Int128 count = 1;
        foreach (int size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            count *= size;
        }
        if (count != values.Length)
            throw new ArgumentException($"shape {NpyHeader.Describe(shape)} takes {count} values, but there are {values.Length}",
                nameof(shape));
        byte[] header = Header(code, shape);
        fixed (T* first = values)
        {
            T* start = first;
            int length = values.Length;
            AtomicFile.Write(path, stream =>
            {
                stream.Write(header);
                // By chunks: the bytes of a large array are more than a span can count.
                for (int at = 0, chunk; at < length; at += chunk)
                {
                    chunk = Math.Min(1 << 20, length - at);
                    stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(start + at, chunk)));
                }
            });
        }
    }

    private static byte[] Header(string code, int[] shape)
    {
        string sizes = string.Concat(shape.Select(size => $"{size}, ")).TrimEnd();
        if (shape.Length > 1) sizes = sizes.TrimEnd(',');
        string text = $"{{'descr': '{(BitConverter.IsLittleEndian ? '<' : '>')}{code}', 'fortran_order': False, 'shape': ({sizes}), }}";
        // NumPy pads the header with spaces and one newline so that the data begins at a multiple of 64 bytes.
        int length = (10 + text.Length + 1 + 63) / 64 * 64 - 10;
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(text.PadRight(length - 1)),
            (byte)'\n'];
    }

    private static ref T First<T>(Array matrix) => ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(matrix));
}
