using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Strata.Tests.Checkpoints.PyTorch;

/// <summary>
/// Writes pickles instruction by instruction, as <c>torch.save</c> does and as it never would, and the two files around them.
/// </summary>
internal sealed class TorchPickle
{
    private readonly List<byte> _bytes = [0x80, 2];

    /// <summary>A dictionary of tensors, each a view of a storage.</summary>
    public static byte[] StateOf(
        params IEnumerable<(string Name, string Type, string Key, long Count, long Offset, long[] Shape, long[] Strides)> tensors)
    {
        TorchPickle pickle = new TorchPickle().Raw("}(");
        foreach ((string name, string type, string key, long count, long offset, long[] shape, long[] strides) in tensors)
            pickle.Text(name).Tensor(type, key, count, offset, shape, strides);
        return pickle.Raw("u.").Bytes;
    }

    public byte[] Bytes => [.. _bytes];

    public TorchPickle Raw(string instructions) => Raw(Encoding.Latin1.GetBytes(instructions));

    public TorchPickle Raw(ReadOnlySpan<byte> instructions)
    {
        _bytes.AddRange(instructions);
        return this;
    }

    public TorchPickle Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text), count = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(count, bytes.Length);
        return Raw("X").Raw(count).Raw(bytes);
    }

    public TorchPickle Number(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw([0x8a, 8]).Raw(bytes);
    }

    public TorchPickle Numbers(long[] values)
    {
        Raw("(");
        foreach (long value in values) Number(value);
        return Raw("t");
    }

    public TorchPickle Tensor(string type, string key, long count, long offset, long[] shape, long[] strides)
        => Raw("ctorch._utils\n_rebuild_tensor_v2\n((").Text("storage").Raw($"ctorch\n{type}\n").Text(key).Text("cpu").Number(count)
            .Raw("tQ").Number(offset).Numbers(shape).Numbers(strides).Raw("\x89}tR");

    public static void Zip(string path, byte[] pickle, params IEnumerable<(string Key, byte[] Numbers)> storages)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        void Add(string name, byte[] content)
        {
            using Stream stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
            stream.Write(content);
        }
        Add("archive/data.pkl", pickle);
        foreach ((string key, byte[] numbers) in storages) Add($"archive/data/{key}", numbers);
    }

    /// <param name="size">Bytes of a number of every storage.</param>
    public static void Legacy(string path, byte[] pickle, int size, params IReadOnlyList<(string Key, byte[] Numbers)> storages)
    {
        using FileStream file = File.Create(path);
        file.Write([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.']);
        file.Write(new TorchPickle().Raw("M\xe9\x03.").Bytes);
        file.Write(new TorchPickle().Raw("}").Text("little_endian").Raw("\x88s.").Bytes);
        file.Write(pickle);
        TorchPickle keys = new TorchPickle().Raw("](");
        foreach ((string key, _) in storages) keys.Text(key);
        file.Write(keys.Raw("e.").Bytes);
        foreach ((_, byte[] numbers) in storages)
        {
            file.Write(BitConverter.GetBytes((long)numbers.Length / size));
            file.Write(numbers);
        }
    }
}
