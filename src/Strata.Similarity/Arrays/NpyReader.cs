using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Strata.Runtime;

namespace Strata.Arrays;

/// <summary>
/// An open .npy file whose rows (all dimensions after the first) are read by slices, in C order whatever the order of the file.
/// </summary>
public sealed class NpyReader : IDisposable
{
    private const int ChunkBytes = 1 << 20;

    private readonly SafeFileHandle _file;
    private readonly NpyHeader _header;

    internal NpyReader(string path, SafeFileHandle file, NpyHeader header) => (Path, _file, _header) = (path, file, header);

    public string Path { get; }

    /// <summary>Empty for a single number.</summary>
    public int[] Shape => _header.Shape;

    /// <summary>Such as <c>&lt;f4</c>.</summary>
    public string Type => _header.Description;

    /// <summary>Unit roundoff of its numbers: whole numbers have that of the floating-point type which holds them all.</summary>
    public double Roundoff => _header.Type.Roundoff;

    /// <summary>The number of elements.</summary>
    public long Count => _header.Count;

    /// <summary>The size of the first dimension; 1 for a single number.</summary>
    public int Rows => Shape.Length == 0 ? 1 : Shape[0];

    /// <summary>Elements per row; the file's length bears it out unless there are no rows.</summary>
    public long RowLength => Rows == 0 ? 0 : Count / Rows;

    /// <summary>Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> − 1, one after the other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such rows.</exception>
    /// <exception cref="InvalidFileException">The file was cut short since it was opened, or the slice is larger than an array can
    /// be.</exception>
    public double[] ReadRows(long start, int count) => Read<double>(start, count);

    /// <summary>As <see cref="ReadRows"/>, rounded to single precision.</summary>
    public float[] ReadFloatRows(long start, int count) => Read<float>(start, count);

    /// <summary>Fills <paramref name="destination"/> with rows from <paramref name="start"/> on.</summary>
    /// <exception cref="ArgumentException">The destination is no whole number of rows.</exception>
    public void ReadFloatRows(long start, Span<float> destination)
    {
        long count = RowLength == 0 ? 0 : destination.Length / RowLength;
        if (count * RowLength != destination.Length)
            throw new ArgumentException($"{destination.Length} numbers are no whole number of rows of {RowLength}", nameof(destination));
        CheckRows(start, count);
        Fill(start, (int)count, destination);
    }

    /// <summary>Fills <paramref name="destination"/> with the given rows, in the order given.</summary>
    /// <exception cref="ArgumentException">There is no such row, or the destination is not as long as the rows together.</exception>
    public void GatherRows<T>(ReadOnlySpan<int> rows, Span<T> destination) where T : struct, INumber<T>
    {
        if (destination.Length != rows.Length * RowLength)
            throw new ArgumentException($"{rows.Length} rows of {RowLength} do not fill {destination.Length} numbers", nameof(destination));
        foreach (int row in rows) CheckRows(row, 1);
        if (destination.IsEmpty) return;
        if (_header.Fortran && Shape.Length > 1)
        {
            // A row is scattered over the whole file, so every column is read once for all rows instead of once for each.
            T[] column = new T[Rows];
            var places = new ColumnPlaces(Shape);
            for (long k = 0; k < RowLength; k++, places.Next())
            {
                FillRun<T>(k * Rows, column);
                for (int i = 0; i < rows.Length; i++) destination[(int)(i * RowLength + places.Current)] = column[rows[i]];
            }
            return;
        }
        int length = (int)RowLength;
        for (int i = 0, run; i < rows.Length; i += run)
        {
            for (run = 1; i + run < rows.Length && rows[i + run] == rows[i] + run;) run++;
            FillRun(rows[i] * RowLength, destination.Slice(i * length, run * length));
        }
    }

    /// <summary>Every element.</summary>
    public double[] ReadAll() => Read<double>(0, Rows);

    /// <summary>Every element, rounded to single precision.</summary>
    public float[] ReadAllFloats() => Read<float>(0, Rows);

    /// <summary>Every element as an integer.</summary>
    /// <exception cref="InvalidFileException">An element is no integer that an int holds.</exception>
    public int[] ReadAllInts()
    {
        double[] values = ReadAll();
        int[] integers = new int[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            integers[i] = values[i] is >= int.MinValue and <= int.MaxValue ? (int)values[i] : 0;
            if (integers[i] != values[i]) throw new InvalidFileException(Path, $"element {i} is {values[i]}, expected an integer");
        }
        return integers;
    }

    public void Dispose() => _file.Dispose();

    private T[] Read<T>(long start, int count) where T : struct, INumber<T>
    {
        CheckRows(start, count);
        long length = count * RowLength;
        if (length > Array.MaxLength)
            throw new InvalidFileException(Path, $"{count} rows of {RowLength} elements are more than an array holds");
        T[] values = new T[length];
        Fill<T>(start, count, values);
        return values;
    }

    private void CheckRows(long start, long count)
    {
        if (start < 0 || count < 0 || start > Rows - count)
            throw new ArgumentOutOfRangeException(nameof(start),
                $"rows {start} to {start + count - 1} were asked of {Path}, which has {Rows}");
    }

    private void Fill<T>(long start, int count, Span<T> values) where T : struct, INumber<T>
    {
        // A vector is the same in both orders.
        if (_header.Fortran && Shape.Length > 1) FillFromColumns(start, count, values);
        else FillRun(start * RowLength, values);
    }

    /// <summary>In Fortran order the first index runs fastest: a slice of rows is a run in each of the columns.</summary>
    private void FillFromColumns<T>(long start, int count, Span<T> values) where T : struct, INumber<T>
    {
        if (values.IsEmpty) return;
        T[] column = new T[count];
        var places = new ColumnPlaces(Shape);
        for (long k = 0; k < RowLength; k++, places.Next())
        {
            FillRun<T>(k * Rows + start, column);
            for (int i = 0; i < count; i++) values[(int)(i * RowLength + places.Current)] = column[i];
        }
    }

    private void FillRun<T>(long first, Span<T> values) where T : struct, INumber<T>
    {
        int size = _header.Type.Size, chunk = (int)Math.Min(values.Length, ChunkBytes / size);
        // The alignment that reading the bytes as numbers wants is that of an array of longs.
        Span<byte> buffer = MemoryMarshal.AsBytes(new long[(chunk * size + 7) / 8].AsSpan());
        while (!values.IsEmpty)
        {
            int now = Math.Min(chunk, values.Length);
            Span<byte> bytes = buffer[..(now * size)];
            long offset = _header.DataStart + first * size;
            for (int have = 0, got; have < bytes.Length; have += got)
            {
                got = RandomAccess.Read(_file, bytes[have..], offset + have);
                if (got == 0) throw new InvalidFileException(Path, $"ends at byte {offset + have}, earlier than when it was opened");
            }
            _header.Type.Decode(bytes, values[..now]);
            values = values[now..];
            first += now;
        }
    }

    /// <summary>Where the columns of a file in Fortran order belong within a row in C order, one after the other.</summary>
    private struct ColumnPlaces(int[] shape)
    {
        private readonly int[] _index = new int[shape.Length];

        public long Current { get; private set; }

        public void Next()
        {
            for (int d = 1; d < shape.Length && ++_index[d] == shape[d]; d++) _index[d] = 0;
            Current = 0;
            for (int d = 1; d < shape.Length; d++) Current = Current * shape[d] + _index[d];
        }
    }
}
