using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Strata.Runtime;

namespace Strata.Checkpoints.PyTorch;

/// <summary>
/// A PyTorch file before 1.6: five pickles one after the other (a magic number, the protocol, the system, what was saved, the keys of the
/// storages), then each storage as a count of 8 bytes and its numbers.
/// </summary>
internal sealed class TorchLegacy : ITorchContainer
{
    private const long Protocol = 1001;

    private static readonly BigInteger s_magic = BigInteger.Parse("119547037146038801333356", CultureInfo.InvariantCulture);

    private readonly string _path;
    private readonly FileStream _file;
    private readonly Dictionary<string, (long Begin, long Count)> _storages = [];

    /// <param name="file">The container's from here on.</param>
    public TorchLegacy(FileStream file, string path)
    {
        (_file, _path) = (file, path);
        var pickles = new PickleReader(file, path);
        if (pickles.Read() is not BigInteger magic || magic != s_magic)
            throw FileFormat.Refusal(path, FileFormat.Start(file), Wanted.Weights, "a file of weights")
                ?? new(path, "is no PyTorch file as torch.save writes it");
        if (pickles.Read() is not Protocol) throw new InvalidFileException(path, $"has another protocol of PyTorch than {Protocol}");
        if (pickles.Read() is not PickleDictionary system || system.Named.Any(item => item is ("little_endian", false)))
            throw new InvalidFileException(path, "holds numbers in the order of bytes of another kind of machine (big-endian)");
        Root = pickles.Read();
        var types = pickles.Storages.ToDictionary();
        FindStorages(pickles.Read(), types);
    }

    public object? Root { get; }

    public byte[] Read(TorchStorage storage, long offset, int count)
    {
        if (!_storages.TryGetValue(storage.Key, out (long Begin, long Count) found))
            throw new InvalidFileException(_path, $"has no storage {Foreign.Quoted(storage.Key)}, which its tensors refer to");
        if (found.Count < storage.Start + storage.Count)
            throw new InvalidFileException(_path, $"storage {Foreign.Quoted(storage.Key)} has {found.Count} numbers, "
                + $"its tensors claim {storage.Start + storage.Count}");
        byte[] read = new byte[count * storage.Type.Size];
        _file.Position = found.Begin + (storage.Start + offset) * storage.Type.Size;
        _file.ReadExactly(read);
        return read;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Where each storage lies; all have to be passed, whether a tensor that is read needs them or not.</summary>
    private void FindStorages(object? keys, Dictionary<string, TorchType> types)
    {
        if (keys is not List<object?> all) throw new InvalidFileException(_path, "has no list of its storages");
        byte[] count = new byte[sizeof(long)];
        foreach (object? each in all)
        {
            if (each is not string key || !types.TryGetValue(key, out TorchType? type))
                throw new InvalidFileException(_path, $"has a storage {Foreign.Quoted(each as string)} that none of its tensors refers to");
            if (_file.Length - _file.Position < count.Length) throw Truncated(key, 0, 0);
            _file.ReadExactly(count);
            long numbers = BinaryPrimitives.ReadInt64LittleEndian(count), left = _file.Length - _file.Position;
            if (numbers < 0 || numbers > left / type.Size) throw Truncated(key, numbers, left);
            _storages[key] = (_file.Position, numbers);
            _file.Position += numbers * type.Size;
        }
    }

    private InvalidFileException Truncated(string key, long numbers, long left)
        => new(_path, $"is truncated: storage {Foreign.Quoted(key)} claims {numbers} numbers, {left} bytes are left");
}
