using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Strata.Data.Streaming;

/// <summary>Takes the fingerprint of an image while its rows go on to what resizes them.</summary>
internal sealed class ObservedRows : IPixelRows, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IPixelPlanes _next;
    private readonly byte[] _colours;

    public ObservedRows(int height, int width, IPixelPlanes next)
    {
        (_next, _colours) = (next, new byte[3 * width]);
        byte[] size = new byte[2 * sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(size, height);
        BinaryPrimitives.WriteInt32LittleEndian(size.AsSpan(sizeof(int)), width);
        _hash.AppendData(size);
    }

    /// <summary>Once all rows are there.</summary>
    public UInt128 Fingerprint => BinaryPrimitives.ReadUInt128LittleEndian(_hash.GetCurrentHash());

    public void Add(ReadOnlySpan<byte> row)
    {
        for (int from = 0, to = 0; to < _colours.Length; from += 4, to += 3)
            (_colours[to], _colours[to + 1], _colours[to + 2]) = (row[from], row[from + 1], row[from + 2]);
        _hash.AppendData(_colours);
        _next.Add(row);
    }

    public void Dispose() => _hash.Dispose();
}
