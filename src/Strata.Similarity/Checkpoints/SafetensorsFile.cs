using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Checkpoints;

/// <summary>
/// Reads and writes safetensors: eight bytes with the header's length, a JSON header of names, types, shapes and offsets, then the numbers,
/// row-major and little-endian (https://github.com/huggingface/safetensors). Nothing that a header claims is believed before it is
/// checked against the file.
/// </summary>
public static class SafetensorsFile
{
    internal const string MetadataName = "__metadata__";

    private const string Expected = "a safetensors file";

    /// <summary>Elements converted or written at a time: byte spans end at 2 GiB, arrays do not.</summary>
    private const int Chunk = 1 << 20;

    /// <summary>Writes a file under its final name in one step: temporary file, flush to disk, rename.</summary>
    /// <param name="metadata">Stored as <c>__metadata__</c>, in the given order.</param>
    /// <param name="tensors">float[], double[], long[], int[] or byte[] values; the header keeps the given order.</param>
    /// <param name="seal">Adds metadata <c>checksum</c>, by which <see cref="Read"/> tells whether the file is as it was written.</param>
    /// <exception cref="ArgumentException">A name twice or reserved, a shape that does not fit its values, or another type of
    /// values.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, string> metadata,
        IEnumerable<KeyValuePair<string, TensorData>> tensors, bool seal = false)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(tensors);
        KeyValuePair<string, TensorData>[] all = [.. tensors];
        var names = new HashSet<string> { MetadataName };
        foreach ((string name, TensorData tensor) in all)
        {
            if (!names.Add(name)) throw new ArgumentException($"tensor name '{name}' is reserved or given twice", nameof(tensors));
            if (tensor.Shape.Any(size => size < 0)
                || tensor.Shape.Aggregate(1L, (product, size) => product * size) != tensor.Values.LongLength)
                throw new ArgumentException(
                    $"tensor '{name}' has {tensor.Values.LongLength} values, its shape [{string.Join(", ", tensor.Shape)}] wants "
                    + "another number", nameof(tensors));
            _ = TensorData.TypeOf(tensor.Values);
        }

        // Wider elements first, as the reference implementation does: with a header padded to 8 bytes every tensor starts aligned to its
        // own element.
        int[] layout = [.. Enumerable.Range(0, all.Length).OrderByDescending(i => TensorData.TypeOf(all[i].Value.Values).Size)];
        long[] begins = new long[all.Length];
        long end = 0;
        foreach (int i in layout)
        {
            begins[i] = end;
            end += all[i].Value.Values.LongLength * TensorData.TypeOf(all[i].Value.Values).Size;
        }
        if (seal) metadata = Seal(metadata, [.. layout.Select(i => all[i])]);
        byte[] header = Header(metadata, all, begins);

        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (int i in layout) WriteValues(stream, all[i].Value.Values);
        });
    }

    /// <summary>Reads names, types, shapes and metadata without the numbers.</summary>
    /// <exception cref="InvalidFileException">The file is missing, truncated, inconsistent or holds types that are not read.</exception>
    public static SafetensorsHeader ReadHeader(string path) => Open(path, (_, header) => header);

    /// <summary>Reads a whole file; F16 and BF16 become float.</summary>
    /// <exception cref="InvalidFileException">The file is missing, truncated, inconsistent or holds types that are not read.</exception>
    public static SafetensorsContent Read(string path) => Open(path, (stream, header) =>
    {
        var tensors = new OrderedDictionary<string, TensorData>(header.Entries.Count);
        // The order of the numbers, so that the file is read straight through; then the order of the header.
        foreach (SafetensorsEntry entry in header.Entries) tensors.Add(entry.Name, new TensorData(entry.Shape, Array.Empty<float>()));
        SafetensorsEntry[] inOrder = [.. header.Entries.OrderBy(e => e.Begin)];
        using IncrementalHash? hash = header.Metadata.ContainsKey(SafetensorsSeal.Name)
            ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        foreach (SafetensorsEntry entry in inOrder)
        {
            stream.Position = header.DataStart + entry.Begin;
            tensors[entry.Name] = new TensorData(entry.Shape, ReadValues(stream, entry, hash));
        }
        return new SafetensorsContent(header.Metadata, tensors)
        {
            Integrity = hash is null ? SafetensorsIntegrity.Unsealed
                : SafetensorsSeal.Judge(header.Metadata, inOrder, hash.GetHashAndReset()),
        };
    });

    private static T Open<T>(string path, Func<FileStream, SafetensorsHeader, T> read)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream stream = InputFile.Open(path, Expected);
        try
        {
            return read(stream, ReadHeader(stream, path));
        }
        catch (IOException failure)
        {
            throw new InvalidFileException(path, $"cannot be read: {failure.Message}", failure);
        }
    }

    private static SafetensorsHeader ReadHeader(FileStream stream, string path)
    {
        byte[] start = FileFormat.Start(stream);
        // Behind the eight bytes of the length the format asks for the brace that opens the header.
        bool opens = start.Length > 8 && start[8] == '{';
        if (!opens && FileFormat.Refusal(path, start, Wanted.Weights, Expected) is { } foreign) throw foreign;
        long available = stream.Length - 8;
        if (available < 2) throw new InvalidFileException(path, $"{stream.Length} bytes are too few for a safetensors file");
        Span<byte> prefix = stackalloc byte[8];
        stream.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > (ulong)available)
            throw new InvalidFileException(path,
                $"the header claims {length} bytes at offset 8, the file has {available} left: truncated, or no safetensors file");
        // The reference implementation's limit; it also keeps the header within one array.
        if (length > 100_000_000)
            throw new InvalidFileException(path, $"the header claims {length} bytes at offset 8, at most 100000000 are read");
        byte[] json = new byte[length];
        stream.ReadExactly(json);
        return new SafetensorsHeaderReader(path, available - (long)length).Read(json);
    }

    private static byte[] Header(IReadOnlyDictionary<string, string> metadata, KeyValuePair<string, TensorData>[] tensors, long[] begins)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(MetadataName);
                foreach ((string key, string value) in metadata) json.WriteString(key, value);
                json.WriteEndObject();
            }
            for (int i = 0; i < tensors.Length; i++)
            {
                (string name, TensorData tensor) = tensors[i];
                (string type, int size) = TensorData.TypeOf(tensor.Values);
                json.WriteStartObject(name);
                json.WriteString("dtype", type);
                json.WriteStartArray("shape");
                foreach (int dimension in tensor.Shape) json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(begins[i]);
                json.WriteNumberValue(begins[i] + tensor.Values.LongLength * size);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    /// <param name="tensors">In the order of their numbers.</param>
    private static IReadOnlyDictionary<string,
        string> Seal(IReadOnlyDictionary<string, string> metadata, KeyValuePair<string, TensorData>[] tensors)
    {
        using var hash = SHA256.Create();
        using (var sink = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
            foreach ((_, TensorData tensor) in tensors) WriteValues(sink, tensor.Values);
        IEnumerable<SafetensorsEntry> entries = tensors.Select(
            t => new SafetensorsEntry(t.Key, TensorData.TypeOf(t.Value.Values).Name, t.Value.Shape, 0, 0));
        return SafetensorsSeal.Seal(metadata, entries, hash.Hash);
    }

    private static void WriteValues(Stream stream, Array values)
    {
        switch (values)
        {
            case float[] v: WriteChunks<float>(stream, v); break;
            case double[] v: WriteChunks<double>(stream, v); break;
            case long[] v: WriteChunks<long>(stream, v); break;
            case int[] v: WriteChunks<int>(stream, v); break;
            case byte[] v: stream.Write(v); break;
        }
    }

    private static void WriteChunks<T>(Stream stream, ReadOnlySpan<T> values) where T : unmanaged
    {
        for (; values.Length > Chunk; values = values[Chunk..]) stream.Write(MemoryMarshal.AsBytes(values[..Chunk]));
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    private static Array ReadValues(Stream stream, SafetensorsEntry entry, IncrementalHash? hash)
    {
        int count = (int)entry.Count;
        return entry.Type switch
        {
            "F32" => ReadChunks<float>(stream, count, hash),
            "F64" => ReadChunks<double>(stream, count, hash),
            "I64" => ReadChunks<long>(stream, count, hash),
            "I32" => ReadChunks<int>(stream, count, hash),
            "U8" => ReadChunks<byte>(stream, count, hash),
            "F16" => Array.ConvertAll(ReadChunks<Half>(stream, count, hash), half => (float)half),
            // bfloat16 is the upper half of a float.
            "BF16" => Array.ConvertAll(ReadChunks<ushort>(stream, count, hash), bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)),
            _ => throw new ArgumentException($"type {entry.Type} is not read"),
        };
    }

    private static T[] ReadChunks<T>(Stream stream, int count, IncrementalHash? hash) where T : unmanaged
    {
        var values = new T[count];
        for (int start = 0; start < count; start += Chunk)
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(Chunk, count - start)));
            stream.ReadExactly(bytes);
            hash?.AppendData(bytes);
        }
        return values;
    }
}
