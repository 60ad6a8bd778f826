using System.Buffers.Binary;
using System.IO.Compression;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

public sealed class MnistTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Idx(int magic, int[] shape, byte[] content)
    {
        byte[] bytes = new byte[4 + 4 * shape.Length + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, magic);
        for (int i = 0; i < shape.Length; i++) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + 4 * i), shape[i]);
        content.CopyTo(bytes, 4 + 4 * shape.Length);
        return bytes;
    }

    private static byte[] Images(int count, int rows = 3, int columns = 2)
        => Idx(0x803, [count, rows, columns], [.. Enumerable.Range(0, count * rows * columns).Select(i => (byte)i)]);

    private static byte[] Labels(params byte[] labels) => Idx(0x801, [labels.Length], labels);

    private void WriteAll(bool gzip = false)
    {
        Write("train-images-idx3-ubyte", Images(4), gzip);
        Write("train-labels-idx1-ubyte", Labels(9, 0, 1, 5), gzip);
        Write("t10k-images-idx3-ubyte", Images(2), gzip);
        Write("t10k-labels-idx1-ubyte", Labels(3, 3), gzip);
    }

    private void Write(string name, byte[] bytes, bool gzip = false)
    {
        using Stream file = File.Create(_folder[name + (gzip ? ".gz" : "")]);
        using Stream stream = gzip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(bytes);
    }

    private ImageSet Load() => ImageSets.Load($"mnist:{_folder.Path}");

    private string Refused(string name, byte[] bytes)
    {
        WriteAll();
        Write(name, bytes);
        InvalidFileException error = Assert.Throws<InvalidFileException>(Load);
        Assert.EndsWith(name, error.Path, StringComparison.Ordinal);
        return error.Problem;
    }

    [Fact]
    public void Plain_and_gzipped_files_are_the_same_set()
    {
        WriteAll(gzip: true);
        ImageSet packed = Load();
        foreach (string file in Directory.GetFiles(_folder.Path)) File.Delete(file);
        WriteAll();
        ImageSet set = Load();
        Assert.Equal((1, 3, 2, (byte)255), (set.Channels, set.Height, set.Width, set.PixelMaximum));
        Assert.Equal([9, 0, 1, 5], set.Train.Labels);
        Assert.Equal([3, 3], set.Test.Labels);
        Assert.Equal([6, 7, 8, 9, 10, 11], set.Train.InMemory().Pixels[6..12]);
        Assert.Equal(set.Hash, packed.Hash);
    }

    [Fact]
    public void Headers_that_do_not_fit_are_refused()
    {
        Assert.Contains("expected 0x00000803", Refused("train-images-idx3-ubyte", Labels(new byte[12])), StringComparison.Ordinal);
        Assert.Contains("has 3 labels; expected 4", Refused("train-labels-idx1-ubyte", Labels(1, 2, 3)), StringComparison.Ordinal);
        Assert.Contains("label 10 of example 1 at byte 9", Refused("t10k-labels-idx1-ubyte", Labels(1, 10)), StringComparison.Ordinal);
        Assert.Contains("as in training", Refused("t10k-images-idx3-ubyte", Images(2, 2, 3)), StringComparison.Ordinal);
        Assert.Contains("bytes; expected", Refused("train-images-idx3-ubyte", Images(4)[..^1]), StringComparison.Ordinal);
        Assert.Contains("bytes; expected", Refused("train-images-idx3-ubyte", [.. Images(4), 0]), StringComparison.Ordinal);
        Assert.Contains("header", Refused("train-images-idx3-ubyte", [0, 0, 8]), StringComparison.Ordinal);
        Assert.Contains("claims 0x3x2", Refused("train-images-idx3-ubyte", Images(0)), StringComparison.Ordinal);
        Assert.Contains("claims 4294967295x4294967295x4294967295", Refused("train-images-idx3-ubyte", Idx(0x803, [-1, -1, -1], [])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_claim_in_a_small_gzipped_file_costs_no_memory()
    {
        WriteAll(gzip: true);
        Write("train-images-idx3-ubyte", Idx(0x803, [2_000_000, 30, 30], new byte[100]), gzip: true);
        long before = GC.GetTotalAllocatedBytes();
        InvalidFileException error = Assert.Throws<InvalidFileException>(Load);
        Assert.Contains("ends after 100 bytes", error.Problem, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 5_000_000);
    }

    [Fact]
    public void A_gzipped_file_that_goes_on_or_breaks_off_is_refused()
    {
        WriteAll(gzip: true);
        Write("t10k-labels-idx1-ubyte", [.. Labels(3, 3), 0], gzip: true);
        Assert.Contains("goes on", Assert.Throws<InvalidFileException>(Load).Problem, StringComparison.Ordinal);
        WriteAll(gzip: true);
        byte[] whole = File.ReadAllBytes(_folder["train-images-idx3-ubyte.gz"]);
        for (int length = 3; length < whole.Length; length++)
        {
            File.WriteAllBytes(_folder["train-images-idx3-ubyte.gz"], whole[..length]);
            Assert.Throws<InvalidFileException>(Load);
        }
    }

    [Fact]
    public void A_missing_file_or_folder_is_named()
    {
        WriteAll();
        File.Delete(_folder["t10k-labels-idx1-ubyte"]);
        Assert.Contains("t10k-labels-idx1-ubyte", Assert.Throws<InvalidFileException>(Load).Problem, StringComparison.Ordinal);
        Assert.Throws<InvalidFileException>(() => ImageSets.Load($"mnist:{_folder["missing"]}"));
    }

    [Fact]
    public void Gzip_files_of_several_members_and_archives_are_the_same_set()
    {
        WriteAll();
        string hash = Load().Hash;
        byte[] images = Images(4);
        using (var file = File.Create(_folder["train-images-idx3-ubyte.gz"]))
        {
            foreach (byte[] part in (byte[][])[images[..10], images[10..11], [], images[11..]])
            {
                using var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
                gzip.Write(part);
            }
        }
        File.Delete(_folder["train-images-idx3-ubyte"]);
        Assert.Equal(hash, Load().Hash);

        var members =
            Directory.GetFiles(_folder.Path).Select(file => ($"MNIST/raw/{Path.GetFileName(file)}", (byte[]?)File.ReadAllBytes(file)));
        using var other = new TemporaryFolder();
        Pictures.Tar(other["m.tar.gz"], gzip: true, members);
        Pictures.Folder(other["m"], members);
        Assert.Equal(hash, ImageSets.Load($"mnist:{other["m.tar.gz"]}").Hash);
        Assert.Equal(hash, ImageSets.Load($"mnist:{other["m"]}").Hash);
        Pictures.Tar(other["n.tar"], gzip: false, [("MNIST/raw/train-images-idx3-ubyte/x", [1]), .. members]);
        Assert.Equal("is a folder; expected a file",
            Assert.Throws<InvalidFileException>(() => ImageSets.Load($"mnist:{other["n.tar"]}")).Problem);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mutated_files_are_read_or_refused(bool gzip)
    {
        WriteAll(gzip);
        string path = _folder[gzip ? "train-images-idx3-ubyte.gz" : "train-images-idx3-ubyte"];
        byte[] whole = File.ReadAllBytes(path);
        Fuzz.Mutate(whole, 300, bytes =>
        {
            File.WriteAllBytes(path, bytes);
            Load();
        });
    }
}
