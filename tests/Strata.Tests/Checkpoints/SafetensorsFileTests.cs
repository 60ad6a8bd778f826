using System.Buffers.Binary;
using System.Text;
using Strata.Checkpoints;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Tests.Checkpoints;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("strata-safetensors-").FullName;

    private string Weights => Path.Combine(_folder, "weights.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_type_comes_back_as_it_was_written_in_the_given_order()
    {
        KeyValuePair<string, TensorData>[] tensors =
        [
            new("zeta.bytes", new TensorData([3], new byte[] { 1, 2, 255 })),
            new("alpha.weight", new TensorData([2, 1, 2], new[] { 1.5f, float.NaN, float.NegativeInfinity, -0f })),
            new("steps", new TensorData([], new[] { long.MinValue })),
            new("doubles", new TensorData([2], new[] { Math.PI, double.Epsilon })),
            new("order", new TensorData([1, 2], new[] { int.MinValue, 7 })),
            new("empty", new TensorData([0, 5], Array.Empty<float>())),
        ];
        var metadata = new Dictionary<string, string>
        {
            ["family"] = "resnet-cifar",
            ["blocks"] = "[6,6,6]",
            ["note"] = "“é” \"quoted\"\n"
        };

        SafetensorsFile.Write(Weights, metadata, tensors);
        (IReadOnlyDictionary<string, string> readMetadata, IReadOnlyDictionary<string, TensorData> read) = SafetensorsFile.Read(Weights);

        Assert.Equal(metadata, readMetadata);
        Assert.Equal(tensors.Select(t => t.Key), read.Keys);
        foreach ((string name, TensorData tensor) in tensors)
        {
            Assert.Equal(tensor.Shape, read[name].Shape);
            Assert.IsType(tensor.Values.GetType(), read[name].Values);
            Assert.Equal(tensor.Values.Cast<object>(), read[name].Values.Cast<object>());
        }
        Assert.Equal([Weights], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Every_tensor_starts_at_a_multiple_of_its_element_size()
    {
        SafetensorsFile.Write(Weights, new Dictionary<string, string>(),
        [
            new("a", new TensorData([3], new byte[3])), new("b", new TensorData([1], new float[1])),
            new("c", new TensorData([1], new byte[1])), new("d", new TensorData([1], new double[1])),
        ]);

        SafetensorsHeader header = SafetensorsFile.ReadHeader(Weights);

        Assert.Equal(0, header.DataStart % 8);
        Assert.Equal(["a", "b", "c", "d"], header.Entries.Select(e => e.Name));
        Assert.All(header.Entries, e => Assert.Equal(0, e.Begin % ((e.End - e.Begin) / e.Count)));
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes()
    {
        byte[] Written()
        {
            SafetensorsFile.Write(Weights, new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" },
                [new("w", new TensorData([2], new[] { 1f, 2f }))]);
            return File.ReadAllBytes(Weights);
        }
        Assert.Equal(Written(), Written());
    }

    [Fact]
    public void A_file_as_other_implementations_write_it_is_read()
    {
        // No metadata, no padding, the header's order unlike the data's, half-precision floats.
        WriteRaw("""{"h":{"dtype":"F16","shape":[2],"data_offsets":[4,8]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""",
            [0x80, 0x3f, 0x20, 0xc0, 0x00, 0x3c, 0x00, 0xc1]);

        SafetensorsContent content = SafetensorsFile.Read(Weights);

        Assert.Empty(content.Metadata);
        Assert.Equal(["h", "b"], content.Tensors.Keys);
        Assert.Equal([1f, -2.5f], (float[])content.Tensors["b"].Values);
        Assert.Equal([1f, -2.5f], (float[])content.Tensors["h"].Values);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "twice")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}""", "twice")]
    [InlineData("""{"__metadata__":{"k":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "no string")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""",
        "inside")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "after the header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "belong to no tensor")]
    [InlineData("""{}""", "belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "takes 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,16]}}""", "which has 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "which has 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "expected two")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""", "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", "dimensions up to")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""", "elements are read")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647,0],"data_offsets":[0,0]}}""", "elements are read")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}""", "more than 16")]
    [InlineData("""{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", "C64")]
    [InlineData("""{"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}""", "dtype is no string")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", "lacks dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", "no array")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"stride":1}}""", "unknown member")]
    [InlineData("""{"a":[]}""", "no object")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[[[2]]]]]],"data_offsets":[0,8]}}""", "whole numbers")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "no text")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x""", "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", "JSON")]
    [InlineData("[]", "start with")]
    [InlineData("", "JSON")]
    public void A_header_that_contradicts_itself_or_the_file_is_refused(string header, string said)
    {
        WriteRaw(header, new byte[8]);

        var refused = Assert.Throws<InvalidFileException>(() => SafetensorsFile.Read(Weights));

        Assert.Contains(said, refused.Problem, StringComparison.Ordinal);
        Assert.Equal(Weights, refused.Path);
        Assert.Throws<InvalidFileException>(() => SafetensorsFile.ReadHeader(Weights));
    }

    [Fact]
    public void A_header_that_is_not_text_is_refused()
    {
        byte[] json = Encoding.Latin1.GetBytes("""{"é":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""");
        File.WriteAllBytes(Weights, [.. Length(json.Length), .. json, .. new byte[8]]);

        Assert.Contains("UTF-8", Assert.Throws<InvalidFileException>(() => SafetensorsFile.Read(Weights)).Problem,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, 123, 125 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 127, 123, 125 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 123, 125 })]
    public void A_file_shorter_than_its_header_is_refused(byte[] content)
    {
        File.WriteAllBytes(Weights, content);
        Assert.Throws<InvalidFileException>(() => SafetensorsFile.Read(Weights));
    }

    [Fact]
    public void A_file_that_is_missing_or_a_folder_is_refused()
    {
        Assert.Contains("does not exist",
            Assert.Throws<InvalidFileException>(() => SafetensorsFile.Read(Path.Combine(_folder, "nothing"))).Problem,
            StringComparison.Ordinal);
        Assert.Throws<InvalidFileException>(() => SafetensorsFile.Read(_folder));
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused_but_never_breaks_the_reader()
    {
        SafetensorsFile.Write(Weights, new Dictionary<string, string> { ["family"] = "resnet-cifar" },
            [new("stem.weight", new TensorData([2, 3], new float[6])), new("steps", new TensorData([], new long[1])),
                new("mask", new TensorData([5], new byte[5]))]);
        byte[] good = File.ReadAllBytes(Weights);
        var random = new RandomSequence(1, "safetensors-fuzz");
        int refused = 0;
        const int Tries = 3000;
        for (int i = 0; i < Tries; i++)
        {
            File.WriteAllBytes(Weights, Damaged(good, random));
            try
            {
                SafetensorsFile.Read(Weights);
            }
            catch (InvalidFileException)
            {
                refused++;
            }
        }
        // Damage to numbers or metadata goes unseen; damage to structure must not.
        Assert.InRange(refused, Tries / 2, Tries);
    }

    [Fact]
    public void What_cannot_be_stored_is_an_argument_error_and_leaves_no_file()
    {
        var none = new Dictionary<string, string>();
        var one = new TensorData([1], new float[1]);
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(Weights, none, [new("a", one), new("a", one)]));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(Weights, none, [new("__metadata__", one)]));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(Weights, none, [new("a", new TensorData([2], new float[1]))]));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(Weights, none, [new("a", new TensorData([-1, -1], new float[1]))]));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(Weights, none, [new("a", new TensorData([1], new decimal[1]))]));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    /// <summary>Cuts, grows, or overwrites a few bytes, mostly of the header.</summary>
    private static byte[] Damaged(byte[] good, RandomSequence random)
    {
        if (random.Next(8) == 0) return good[..random.Next(good.Length)];
        byte[] bad = random.Next(8) == 0 ? [.. good, .. new byte[1 + random.Next(9)]] : [.. good];
        for (int changes = 1 + random.Next(4); changes > 0; changes--)
        {
            byte[] alphabet = [.. "0123456789{}[]\",:-eE\\ "u8];
            int at = random.Next(random.Next(4) == 0 ? 8 : bad.Length);
            bad[at] = random.Next(2) == 0 ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)];
        }
        return bad;
    }

    private void WriteRaw(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(Weights, [.. Length(json.Length), .. json, .. data]);
    }

    private static byte[] Length(int length)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, length);
        return prefix;
    }
}
