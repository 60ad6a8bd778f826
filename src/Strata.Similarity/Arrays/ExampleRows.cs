using Strata.Runtime;

namespace Strata.Arrays;

/// <summary>An .npy file as examples × features: dimensions after the first are flattened, and numbers must be finite.</summary>
public sealed class ExampleRows : IDisposable
{
    private readonly NpyReader _reader;

    private ExampleRows(NpyReader reader) => _reader = reader;

    public int Examples => _reader.Rows;

    /// <inheritdoc cref="NpyReader.Roundoff"/>
    public double Roundoff => _reader.Roundoff;

    /// <summary>Numbers per example.</summary>
    public int Features => (int)_reader.RowLength;

    /// <exception cref="InvalidFileException">As <see cref="NpyFile.Open"/>, or without examples or features.</exception>
    public static ExampleRows Open(string path)
    {
        NpyReader reader = NpyFile.Open(path);
        if (reader.Shape.Length > 0 && reader.RowLength is > 0 and <= int.MaxValue) return new(reader);
        reader.Dispose();
        throw new InvalidFileException(path,
            $"has shape {NpyHeader.Describe(reader.Shape)}, expected [examples, features] with at least one of each");
    }

    /// <summary>Examples <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> − 1, [count, features].</summary>
    /// <exception cref="InvalidFileException">A number is NaN or infinite; names its place.</exception>
    public double[] Read(int start, int count)
    {
        double[] rows = _reader.ReadRows(start, count);
        for (int i = 0; i < rows.Length; i++)
            if (!double.IsFinite(rows[i]))
                throw new InvalidFileException(_reader.Path,
                    $"holds {rows[i]} at {Place((long)start * Features + i)}, expected finite numbers");
        return rows;
    }

    public void Dispose() => _reader.Dispose();

    private string Place(long element)
    {
        long[] index = new long[_reader.Shape.Length];
        for (int d = index.Length - 1; d >= 0; d--) (element, index[d]) = Math.DivRem(element, _reader.Shape[d]);
        return NpyHeader.Describe(index);
    }
}
