using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Strata.Checkpoints;
using Strata.Checkpoints.PyTorch;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Tests.Checkpoints.PyTorch;

/// <summary>What torch.save writes is read number by number, and what somebody made of it to do harm is refused in a sentence.</summary>
public sealed class TorchFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["w.pth"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Views_of_one_storage_are_read_by_their_offsets_and_strides(bool zip)
    {
        byte[] pickle = TorchPickle.StateOf(("rows", "FloatStorage", "7", 12, 0, [2, 3], [3, 1]), ("columns", "FloatStorage", "7", 12, 6,
            [2, 3], [1, 2]), ("every", "FloatStorage", "7", 12, 1, [3], [4]), ("same", "FloatStorage", "7", 12, 5, [2, 2], [0, 0]),
            ("one", "FloatStorage", "7", 12, 11, [], []), ("none", "FloatStorage", "7", 12, 12, [0, 4], [4, 1]));
        byte[] storage = Floats([.. Enumerable.Range(0, 12).Select(i => (float)i)]);
        if (zip) TorchPickle.Zip(Path, pickle, ("7", storage));
        else TorchPickle.Legacy(Path, pickle, sizeof(float), ("7", storage));

        Dictionary<string, TensorData> read = Read();
        Assert.Equal([0f, 1, 2, 3, 4, 5], (float[])read["rows"].Values);
        Assert.Equal([6f, 8, 10, 7, 9, 11], (float[])read["columns"].Values);
        Assert.Equal([1f, 5, 9], (float[])read["every"].Values);
        Assert.Equal([5f, 5, 5, 5], (float[])read["same"].Values);
        Assert.Equal([11f], (float[])read["one"].Values);
        Assert.Empty((float[])read["none"].Values);
        Assert.Equal([2, 3], read["columns"].Shape);
    }

    [Theory]
    [InlineData("HalfStorage", "F16")]
    [InlineData("BFloat16Storage", "BF16")]
    [InlineData("DoubleStorage", "F64")]
    public void Numbers_of_every_floating_point_type_are_exact(string storage, string type)
    {
        byte[] numbers = type switch
        {
            "F16" => [.. new[] { (Half)1.5f, Half.Epsilon, Half.MaxValue, (Half)(-0.333f) }.SelectMany(BitConverter.GetBytes)],
            // 1, the largest below infinity, the smallest above 0, −3.
            "BF16" => [0x80, 0x3f, 0x7f, 0x7f, 0x01, 0x00, 0x40, 0xc0],
            _ => [.. new[] { Math.PI, double.Epsilon, double.MaxValue, -0.1 }.SelectMany(BitConverter.GetBytes)],
        };
        TorchPickle.Zip(Path, TorchPickle.StateOf(("x", storage, "0", 4, 0, [4], [1])), ("0", numbers));
        Array values = Read()["x"].Values;
        switch (type)
        {
            case "F16":
                Assert.Equal([1.5f, 5.9604645e-8f, 65504f, (float)(Half)(-0.333f)], (float[])values);
                break;
            case "BF16":
                Assert.Equal([1f, BitConverter.UInt32BitsToSingle(0x7f7f0000), BitConverter.UInt32BitsToSingle(0x00010000), -3f],
                    (float[])values);
                break;
            default:
                Assert.Equal([Math.PI, double.Epsilon, double.MaxValue, -0.1], (double[])values);
                break;
        }
    }

    [Theory]
    [InlineData("cposix\nsystem\n(X\x04\0\0\0echotR.", "'posix.system'")]
    [InlineData("c__builtin__\neval\n(X\x01\0\0\0.tR.", "'__builtin__.eval'")]
    [InlineData("X\x08\0\0\0builtinsX\x04\0\0\0exec\x93.", "'builtins.exec'")]
    [InlineData("ctorch.hub\nload\n.", "'torch.hub.load'")]
    [InlineData("cresnet\nResNet\n)\x81.", "'resnet.ResNet'")]
    [InlineData("X\x06\0\0\0modulecmodels\nNet\n\x86Q.", "'models.Net'")]
    [InlineData("iposix\nsystem\n.", "0x69")]
    [InlineData("(cposix\nsystem\no.", "'posix.system'")]
    public void What_a_pickle_names_beyond_tensors_is_refused_by_its_name(string pickle, string named)
    {
        TorchPickle.Zip(Path, new TorchPickle().Raw(pickle).Bytes);
        InvalidFileException refused = Assert.Throws<InvalidFileException>(() => ModelFile.Read(Path));
        Assert.Contains(named, refused.Message);
    }

    [Fact]
    public void Storages_and_shapes_are_held_against_what_is_there()
    {
        Refused("2 bytes, its tensors claim 16", [("x", "FloatStorage", "0", 4, 0, [4], [1])], ("0", [1, 2]));
        Refused("'archive/data/0'", [("x", "FloatStorage", "0", 4, 0, [4], [1])], ("1", new byte[16]));
        Refused("strides [-1]", [("x", "FloatStorage", "0", 4, 3, [4], [-1])], ("0", new byte[16]));
        Refused("reaches out", [("x", "FloatStorage", "0", 4, 1, [4], [1])], ("0", new byte[16]));
        Refused("reaches out", [("x", "FloatStorage", "0", 4, 0, [2, 2], [long.MaxValue, 1])], ("0", new byte[16]));
        Refused("reaches out", [("x", "FloatStorage", "0", 4, -1, [2], [1])], ("0", new byte[16]));
        Refused("up to", [("x", "FloatStorage", "0", long.MaxValue, 0, [int.MaxValue, int.MaxValue], [1, 1])], ("0", new byte[16]));
        // 2^61 numbers of 8 bytes are 2^64 bytes, which are 0 to who counts in 64 bits.
        Refused("its tensors claim 18446744073709551616", [("x", "DoubleStorage", "0", 1L << 61, 0, [2], [1])], ("0", new byte[16]));
        Refused("lie across", [("x", "DoubleStorage", "0", 1L << 61, 0, [10], [1L << 57])], ("0", new byte[16]));
        // A number that all of a tensor's are costs nothing in a file.
        Refused("claim 2000000000 numbers", [("x", "FloatStorage", "0", 4, 0, [1000, 1000, 1000], [0, 0, 0]),
            ("y", "FloatStorage", "0", 4, 0, [1000, 1000, 1000], [0, 0, 0])], ("0", new byte[16]));
    }

    [Theory]
    [InlineData(1_900_000_000u)]
    [InlineData(4_000_000_000u)]
    public void A_member_that_claims_more_than_the_file_has_costs_no_memory(uint claimed)
    {
        TorchPickle.Zip(Path, TorchPickle.StateOf(("x", "FloatStorage", "0", claimed / 4, 0, [2], [16_000_000])), ("0", new byte[8]));
        byte[] whole = File.ReadAllBytes(Path);
        // Both of its sizes in the list of members, which is the last to name it.
        int name = whole.AsSpan().LastIndexOf("archive/data/0"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(name - 26), claimed);
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(name - 22), claimed);
        File.WriteAllBytes(Path, whole);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains($"claims {claimed} bytes, but the file has {whole.Length}",
            Assert.Throws<InvalidFileException>(() => Read()).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_tensor_without_numbers_may_begin_anywhere(bool zip)
    {
        byte[] pickle = TorchPickle.StateOf(("none", "FloatStorage", "0", 1, long.MaxValue, [0], [1]));
        if (zip) TorchPickle.Zip(Path, pickle, ("0", Floats([3])));
        else TorchPickle.Legacy(Path, pickle, sizeof(float), ("0", Floats([3])));
        Assert.Empty((float[])Read()["none"].Values);
    }

    [Fact]
    public void Names_longer_than_those_of_networks_are_refused_of_tensors_and_passed_over_elsewhere()
    {
        string longest = new('x', 1000);
        TorchPickle.Zip(Path, TorchPickle.StateOf((longest, "FloatStorage", "0", 1, 0, [1], [1])), ("0", Floats([3])));
        Assert.Equal(longest, Assert.Single(Read()).Key);
        TorchPickle other = new TorchPickle().Raw("}(").Text("x").Tensor("FloatStorage", "0", 1, 0, [1], [1]).Text(longest + "y").Number(7);
        TorchPickle.Zip(Path, other.Raw("u.").Bytes, ("0", Floats([3])));
        Assert.Equal("x", Assert.Single(Read()).Key);
        Refused("name has 1001 letters, up to 1000", [(longest + "y", "FloatStorage", "0", 1, 0, [1], [1])], ("0", Floats([3])));
    }

    [Fact]
    public void A_legacy_file_that_claims_more_than_it_has_is_truncated()
    {
        byte[] pickle = TorchPickle.StateOf(("x", "FloatStorage", "0", 1L << 60, 0, [4], [1]));
        TorchPickle.Legacy(Path, pickle, 4, ("0", new byte[16]));
        Assert.Contains("4 numbers, its tensors claim", Assert.Throws<InvalidFileException>(() => Read()).Message);
        byte[] whole = File.ReadAllBytes(Path);
        for (int length = 1; length < whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            Assert.Throws<InvalidFileException>(() => Read());
        }
    }

    [Fact]
    public void What_refers_to_itself_or_to_the_same_many_times_ends()
    {
        // A dictionary that is its own value, a list of itself, and tuples of tuples whose leaves are 2^200.
        TorchPickle.Zip(Path, new TorchPickle().Raw("}q\0").Text("x").Raw("h\0s.").Bytes);
        Assert.Contains("no tensors", Assert.Throws<InvalidFileException>(() => Read()).Message);
        TorchPickle.Zip(Path, new TorchPickle().Raw("]q\0h\0a.").Bytes);
        Assert.Contains("no tensors", Assert.Throws<InvalidFileException>(() => Read()).Message);
        TorchPickle laughs = new TorchPickle().Raw(")");
        for (int i = 0; i < 200; i++) laughs.Raw("2\x86");
        TorchPickle.Zip(Path, laughs.Raw(".").Bytes);
        Assert.Contains("no tensors", Assert.Throws<InvalidFileException>(() => Read()).Message);
        // One list of pairs, made a dictionary of a thousand times; and few pairs that still come to more than the bytes of their file.
        foreach ((int pairs, int times) in new[] { (10_000, 1000), (200, 400) })
        {
            TorchPickle recalled = new TorchPickle().Raw("](");
            for (int i = 0; i < pairs; i++) recalled.Raw("NN\x86");
            recalled.Raw("eq\x01");
            for (int i = 0; i < times; i++) recalled.Raw("ccollections\nOrderedDict\nh\x01\x85R0");
            TorchPickle.Zip(Path, recalled.Raw(".").Bytes);
            Assert.Contains("dictionaries of more than", Assert.Throws<InvalidFileException>(() => Read()).Message);
        }
    }

    /// <summary>A name with a dot leads to the same place as two names.</summary>
    [Fact]
    public void Two_dictionaries_at_one_place_are_two()
    {
        TorchPickle pickle = new TorchPickle().Raw("}(").Text("a.b").Raw("}(").Text("x").Tensor("FloatStorage", "0", 1, 0, [1], [1])
            .Raw("u").Text("a").Raw("}").Text("b").Raw("}").Text("y").Tensor("FloatStorage", "0", 1, 0, [1], [1]).Raw("ssu.");
        TorchPickle.Zip(Path, pickle.Bytes, ("0", Floats([3])));
        using TorchFile file = TorchFile.Open(Path);
        Assert.Equal([3f], (float[])file.Read(file.Sets[0])["x"].Values);
    }

    [Fact]
    public void Deep_nesting_is_no_recursion()
    {
        TorchPickle pickle = new();
        for (int i = 0; i < 1_000_000; i++) pickle.Raw("]");
        for (int i = 0; i < 999_999; i++) pickle.Raw("a");
        TorchPickle.Zip(Path, pickle.Raw(".").Bytes);
        Assert.Contains("no tensors", Assert.Throws<InvalidFileException>(() => Read()).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_with_any_bytes_changed_is_read_or_refused(bool zip)
    {
        byte[] pickle = TorchPickle.StateOf(("a.weight", "FloatStorage", "0", 8, 0, [2, 4], [4, 1]), ("a.bias", "DoubleStorage", "1", 3, 1,
            [2], [1]));
        if (zip) TorchPickle.Zip(Path, pickle, ("0", new byte[32]), ("1", new byte[24]));
        else TorchPickle.Legacy(Path, TorchPickle.StateOf(("a.weight", "FloatStorage", "0", 8, 0, [2, 4], [4, 1])), 4, ("0", new byte[32]));
        byte[] whole = File.ReadAllBytes(Path);
        var random = new Random(1);
        for (int i = 0; i < 3000; i++)
        {
            byte[] changed = [.. whole];
            for (int n = random.Next(1, 4); n > 0; n--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(Path, changed);
            if (Record.Exception(() => ModelFile.ReadHeader(Path)) is { } thrown) Assert.IsType<InvalidFileException>(thrown);
            if (Record.Exception(() => Read()) is { } other) Assert.IsType<InvalidFileException>(other);
        }
    }

    private void Refused(string because,
        (string Name, string Type, string Key, long Count, long Offset, long[] Shape, long[] Strides)[] tensors,
        params (string Key, byte[] Numbers)[] storages)
    {
        TorchPickle.Zip(Path, TorchPickle.StateOf(tensors), storages);
        Assert.Contains(because, Assert.Throws<InvalidFileException>(() => Read()).Message);
    }

    private Dictionary<string, TensorData> Read()
    {
        using TorchFile file = TorchFile.Open(Path);
        return file.Read(file.Sets[0]);
    }

    private static byte[] Floats(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
