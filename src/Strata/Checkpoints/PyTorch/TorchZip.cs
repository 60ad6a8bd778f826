using System.IO.Compression;
using Strata.Runtime;

namespace Strata.Checkpoints.PyTorch;

/// <summary>A PyTorch file since 1.6: a zip archive with NAME/data.pkl, and each storage as NAME/data/KEY, as they are.</summary>
internal sealed class TorchZip : ITorchContainer
{
    private const long LongestPickle = 64 << 20;

    private readonly string _path, _prefix;
    private readonly ZipArchive _zip;

    /// <param name="file">The container's from here on.</param>
    public TorchZip(FileStream file, string path)
    {
        _path = path;
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

    public byte[] Read(TorchStorage storage, long start, long bytes)
    {
        string name = $"{_prefix}data/{storage.Key}";
        ZipArchiveEntry entry = _zip.GetEntry(name)
            ?? throw new InvalidFileException(_path, $"has no member {Foreign.Quoted(name)}, which its tensors refer to");
        long claimed = (storage.Start + storage.Count) * storage.Type.Size;
        if (Length(entry) < claimed)
            throw new InvalidFileException(_path,
                $"storage {Foreign.Quoted(storage.Key)} has {entry.Length} bytes, its tensors claim {claimed}");
        byte[] read = new byte[bytes];
        Guard(() =>
        {
            using Stream stream = entry.Open();
            Skip(stream, start);
            stream.ReadExactly(read);
        });
        return read;
    }

    public void Dispose() => _zip.Dispose();

    /// <summary>Of a member that is stored as it is, and hence no longer than the file.</summary>
    private long Length(ZipArchiveEntry entry)
        => entry.CompressedLength == entry.Length ? entry.Length
            : throw new InvalidFileException(_path, $"member {Foreign.Quoted(entry.FullName)} is compressed, which PyTorch never does");

    private byte[] Content(ZipArchiveEntry entry, long most)
    {
        if (Length(entry) > most)
            throw new InvalidFileException(_path,
                $"member {Foreign.Quoted(entry.FullName)} has {entry.Length} bytes, up to {most} are read");
        byte[] content = new byte[entry.Length];
        Guard(() =>
        {
            using Stream stream = entry.Open();
            stream.ReadExactly(content);
        });
        return content;
    }

    private static void Skip(Stream stream, long bytes)
    {
        byte[] passed = new byte[Math.Min(bytes, 1 << 16)];
        for (; bytes > 0; bytes -= passed.Length)
            stream.ReadExactly(passed.AsSpan(0, (int)Math.Min(bytes, passed.Length)));
    }

    private void Guard(Action read)
    {
        try
        {
            read();
        }
        catch (Exception wrong) when (IsDamage(wrong))
        {
            throw Damaged(wrong);
        }
    }

    private static bool IsDamage(Exception wrong) => wrong is InvalidDataException or IOException or NotSupportedException;

    private InvalidFileException Damaged(Exception wrong)
        => new(_path, $"is a damaged or truncated zip archive: {Foreign.Words(wrong.Message)}", wrong);
}
