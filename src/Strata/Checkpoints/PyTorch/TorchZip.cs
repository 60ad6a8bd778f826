using System.IO.Compression;
using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Checkpoints.PyTorch;

/// <summary>A PyTorch file since 1.6: a zip archive with NAME/data.pkl, and each storage as NAME/data/KEY, as they are.</summary>
internal sealed class TorchZip : ITorchContainer
{
    private const long LongestPickle = 64 << 20;

    private readonly string _path, _prefix;
    private readonly long _bytes;
    private readonly ZipArchive _zip;

    /// <param name="file">The container's from here on.</param>
    public TorchZip(FileStream file, string path)
    {
        (_path, _bytes) = (path, file.Length);
        try
        {
            _zip = new(file, ZipArchiveMode.Read);
            // The list of members is read when it is first asked for.
            _ = _zip.Entries.Count;
        }
        catch (Exception wrong) when (IsDamage(wrong))
        {
            throw Damaged(wrong);
        }
        ZipArchiveEntry pickle = _zip.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw FileFormat.Refusal(path, FileFormat.Start(file), Wanted.Weights, "a file of weights")
                ?? new(path, "is a zip archive without data.pkl, which torch.save writes");
        _prefix = pickle.FullName[..^"data.pkl".Length];
        if (_zip.GetEntry(_prefix + "constants.pkl") is not null)
            throw new InvalidFileException(path, "is a program of TorchScript, which is not run; "
                + "torch.save(model.state_dict(), ...) writes its weights");
        if (_zip.GetEntry(_prefix + "byteorder") is { } order && Content(order, 16) is var bytes && !bytes.AsSpan().StartsWith("little"u8))
            throw new InvalidFileException(path, "holds numbers in the order of bytes of another kind of machine (big-endian)");
        byte[] content = Content(pickle, LongestPickle);
        using var stream = new MemoryStream(content);
        Root = new PickleReader(stream, path).Read();
    }

    public object? Root { get; }

    public byte[] Read(TorchStorage storage, long offset, int count)
    {
        string name = $"{_prefix}data/{storage.Key}";
        ZipArchiveEntry entry = _zip.GetEntry(name)
            ?? throw new InvalidFileException(_path, $"has no member {Foreign.Quoted(name)}, which its tensors refer to");
        int size = storage.Type.Size;
        Int128 claimed = ((Int128)storage.Start + storage.Count) * size;
        if (Length(entry) < claimed)
            throw new InvalidFileException(_path,
                $"storage {Foreign.Quoted(storage.Key)} has {entry.Length} bytes, its tensors claim {claimed}");
        return Guard(() =>
        {
            using Stream stream = entry.Open();
            BoundedReader.Skip(stream, (storage.Start + offset) * size, _path);
            byte[] read = new byte[count * size];
            stream.ReadExactly(read);
            return read;
        });
    }

    public void Dispose() => _zip.Dispose();

    /// <summary>Of a member that is stored as it is, and hence no longer than the file.</summary>
    private long Length(ZipArchiveEntry entry)
    {
        if (entry.CompressedLength != entry.Length)
            throw new InvalidFileException(_path, $"member {Foreign.Quoted(entry.FullName)} is compressed, which PyTorch never does");
        // Until it is opened, this is only what the list of members claims.
        return entry.Length <= _bytes ? entry.Length
            : throw new InvalidFileException(_path,
                $"member {Foreign.Quoted(entry.FullName)} claims {entry.Length} bytes, but the file has {_bytes}");
    }

    private byte[] Content(ZipArchiveEntry entry, long most)
    {
        if (Length(entry) > most)
            throw new InvalidFileException(_path,
                $"member {Foreign.Quoted(entry.FullName)} has {entry.Length} bytes, up to {most} are read");
        return Guard(() =>
        {
            using Stream stream = entry.Open();
            byte[] content = new byte[entry.Length];
            stream.ReadExactly(content);
            return content;
        });
    }

    private byte[] Guard(Func<byte[]> read)
    {
        try
        {
            return read();
        }
        catch (Exception wrong) when (IsDamage(wrong))
        {
            throw Damaged(wrong);
        }
    }

    private static bool IsDamage(Exception wrong) => wrong is InvalidDataException or IOException or NotSupportedException;

    private InvalidFileException Damaged(Exception wrong)
        => new(_path, "is a damaged or truncated zip archive", wrong);
}
