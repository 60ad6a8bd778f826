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

    /// <summary>
    /// Numbers of several columns that are put into their rows together: one column alone would touch every row for a single number.
    /// </summary>
    private const int TileLength = 1 << 18;

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

    /// <summary>Whether the first index runs fastest in the file, instead of the last.</summary>
    internal bool Fortran => _header.Fortran;

    /// <summary>How often the file has been read from, for tests.</summary>
    internal int Reads { get; private set; }

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
        int count = RowsIn(destination, RowLength);
        CheckRows(start, count, Rows);
        Fill(start, count, destination);
    }

    /// <summary>
    /// Fills <paramref name="destination"/>, [places, last dimension], with the numbers along the last dimension at places in the others
    /// from <paramref name="start"/> on.
    /// </summary>
    /// <remarks>
    /// Places count in the file's own order, the first index fastest where it is <see cref="Fortran"/>: a slice is then one run of the
    /// file, or one for each number along the last dimension, however few rows there are.
    /// </remarks>
    /// <exception cref="ArgumentException">There are no such places, or the destination is not filled by any number of them.</exception>
    internal void ReadFloatVectors(long start, Span<float> destination)
    {
        int length = Shape[^1], count = RowsIn(destination, length);
        long places = length == 0 ? 0 : Count / length;
        CheckRows(start, count, places);
        if (Fortran) FillFromColumns(start, count, places, [length], destination);
        else FillRun(start * length, destination);
    }

    /// <summary>Fills <paramref name="destination"/> with the given rows, in the order given.</summary>
    /// <exception cref="ArgumentException">There is no such row, or the destination is not as long as the rows together.</exception>
    public void GatherRows<T>(ReadOnlySpan<int> rows, Span<T> destination) where T : struct, INumber<T>
    {
        if (destination.Length != rows.Length * RowLength)
            throw new ArgumentException($"{rows.Length} rows of {RowLength} do not fill {destination.Length} numbers", nameof(destination));
        foreach (int row in rows) CheckRows(row, 1, Rows);
        if (destination.IsEmpty) return;
        if (Fortran && Shape.Length > 1)
        {
            // A row is scattered over the whole file, so every column is read once for all rows instead of once for each.
            T[] column = new T[Rows];
            Span<byte> buffer = NewBuffer(Rows);
            var places = new ColumnPlaces(Shape[1..]);
            for (long k = 0; k < RowLength; k++, places.Next())
            {
                FillRun<T>(k * Rows, column, buffer);
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
        CheckRows(start, count, Rows);
        long length = count * RowLength;
        if (length > Array.MaxLength)
            throw new InvalidFileException(Path, $"{count} rows of {RowLength} elements are more than an array holds");
        T[] values = new T[length];
        Fill<T>(start, count, values);
        return values;
    }

    private static int RowsIn(ReadOnlySpan<float> destination, long length)
    {
        long count = length == 0 ? 0 : destination.Length / length;
        return count * length == destination.Length ? (int)count
            : throw new ArgumentException($"{destination.Length} numbers are no whole number of rows of {length}", nameof(destination));
    }

    private void CheckRows(long start, long count, long rows)
    {
        if (start < 0 || count < 0 || start > rows - count)
            throw new ArgumentOutOfRangeException(nameof(start),
                $"rows {start} to {start + count - 1} were asked of {Path}, which has {rows}");
    }

    private void Fill<T>(long start, int count, Span<T> values) where T : struct, INumber<T>
    {
        // A vector is the same in both orders.
        if (Fortran && Shape.Length > 1) FillFromColumns(start, count, Rows, Shape[1..], values);
        else FillRun(start * RowLength, values);
    }

    /// <summary>In Fortran order the first index runs fastest: a slice of rows is a run in each of the columns.</summary>
    /// <param name="rows">Those of the file, the length of a column.</param>
    /// <param name="shape">That of one row.</param>
    /// <param name="values">[count, columns].</param>
    private void FillFromColumns<T>(long start, int count, long rows, int[] shape, Span<T> values) where T : struct, INumber<T>
    {
        if (values.IsEmpty) return;
        int columns = values.Length / count, together = Math.Clamp(TileLength / count, 1, columns);
        T[] tile = new T[together * count];
        int[] within = new int[together];
        Span<byte> buffer = NewBuffer(tile.Length);
        var places = new ColumnPlaces(shape);
        for (int k = 0, now; k < columns; k += now)
        {
            now = Math.Min(together, columns - k);
            // Whole columns follow each other without a gap.
            if (count == rows) FillRun(k * rows, tile.AsSpan(0, now * count), buffer);
            else
                for (int j = 0; j < now; j++) FillRun((k + j) * rows + start, tile.AsSpan(j * count, count), buffer);
            for (int j = 0; j < now; j++, places.Next()) within[j] = (int)places.Current;
            for (int i = 0; i < count; i++)
            {
                Span<T> row = values.Slice(i * columns, columns);
                for (int j = 0; j < now; j++) row[within[j]] = tile[j * count + i];
            }
        }
    }

    /// <summary>For the bytes of so many numbers, or of as many as are read at once.</summary>
    private Span<byte> NewBuffer(int numbers)
    {
        int size = _header.Type.Size;
        // The alignment that reading the bytes as numbers wants is that of an array of longs.
        return MemoryMarshal.AsBytes(new long[(Math.Min(numbers, ChunkBytes / size) * size + 7) / 8].AsSpan());
    }

    private void FillRun<T>(long first, Span<T> values) where T : struct, INumber<T>
        => FillRun(first, values, NewBuffer(values.Length));

    private void FillRun<T>(long first, Span<T> values, Span<byte> buffer) where T : struct, INumber<T>
    {
        int size = _header.Type.Size, chunk = buffer.Length / size;
        while (!values.IsEmpty)
        {
            int now = Math.Min(chunk, values.Length);
            Span<byte> bytes = buffer[..(now * size)];
            long offset = _header.DataStart + first * size;
            for (int have = 0, got; have < bytes.Length; have += got)
            {
                got = RandomAccess.Read(_file, bytes[have..], offset + have);
                Reads++;
                if (got == 0) throw new InvalidFileException(Path, $"ends at byte {offset + have}, earlier than when it was opened");
            }
            _header.Type.Decode(bytes, values[..now]);
            values = values[now..];
            first += now;
        }
    }

    /// <summary>Where the columns of a file in Fortran order belong within a row in C order, one after the other.</summary>
    /// <param name="shape">That of one row.</param>
    private struct ColumnPlaces(int[] shape)
    {
        private readonly int[] _index = new int[shape.Length];

        public long Current { get; private set; }

        public void Next()
        {
            for (int d = 0; d < shape.Length && ++_index[d] == shape[d]; d++) _index[d] = 0;
            Current = 0;
            for (int d = 0; d < shape.Length; d++) Current = Current * shape[d] + _index[d];
        }
    }
}
