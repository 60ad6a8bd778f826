using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

public sealed class CifarTests : IDisposable
{
    private readonly CacheFolder _cache = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    /// <summary>Records whose labels are first, first + 1, ... and whose pixels count up from the label.</summary>
    private static byte[] Records(CifarFormat format, int count, int first)
        => [.. Enumerable.Range(first, count)
            .SelectMany(label => (byte[])[.. new byte[format.LabelBytes - 1], (byte)label,
                .. Enumerable.Range(0, 3072).Select(k => (byte)(label + k))])];

    private static List<(string Name, byte[]? Content)> Ten() =>
    [
        ("cifar-10-batches-bin/", null), ("cifar-10-batches-bin/batches.meta.txt", "airplane\n"u8.ToArray()),
            ("cifar-10-batches-bin/test_batch.bin", Records(CifarFormat.Cifar10, 3, 7)),
        .. Enumerable.Range(1, 5).Reverse()
            .Select(i => ($"cifar-10-batches-bin/data_batch_{i}.bin", (byte[]?)Records(CifarFormat.Cifar10, 2, i))),
    ];

    [Fact]
    public void The_folder_its_parent_and_the_archive_are_the_same_set()
    {
        Pictures.Folder(_folder["data"], Ten());
        Pictures.Tar(_folder["cifar-10-binary.tar.gz"], gzip: true, Ten());
        ImageSet set = ImageSets.Load($"cifar10:{_folder["data"]}");
        Assert.Equal([1, 2, 2, 3, 3, 4, 4, 5, 5, 6], set.Train.Labels);
        Assert.Equal([7, 8, 9], set.Test.Labels);
        Assert.Equal((3, 32, 32, 10, "frog"), (set.Channels, set.Height, set.Width, set.Classes.Count, set.Classes[6]));
        Assert.Equal([2, 3, 4], set.Train.InMemory().Pixels[3072..3075]);
        Assert.Equal(set.Hash, ImageSets.Load($"cifar10:{_folder["data/cifar-10-batches-bin"]}").Hash);
        Assert.Equal(set.Hash, ImageSets.Load($"cifar10:{_folder["cifar-10-binary.tar.gz"]}").Hash);
        // A folder with nothing but the archive, as 'strata data get' leaves it.
        Assert.Equal(set.Hash, ImageSets.Load($"cifar10:{_folder.Path}").Hash);
    }

    [Fact]
    public void CIFAR_100_gives_the_fine_label()
    {
        Pictures.Folder(_folder.Path,
            [("train.bin", Records(CifarFormat.Cifar100, 4, 96)), ("test.bin", Records(CifarFormat.Cifar100, 1, 50))]);
        ImageSet set = ImageSets.Load($"cifar100:{_folder.Path}");
        Assert.Equal([96, 97, 98, 99], set.Train.Labels);
        Assert.Equal((100, "apple", "worm"), (set.Classes.Count, set.Classes[0], set.Classes[99]));
        Assert.Equal(set.Classes.Order(StringComparer.Ordinal), set.Classes);
    }

    [Theory]
    [InlineData("data_batch_1.bin", 3, 0)]
    [InlineData("test_batch.bin", 0, 3)]
    public void One_file_is_one_split(string name, int train, int test)
    {
        File.WriteAllBytes(_folder[name], Records(CifarFormat.Cifar10, 3, 0));
        ImageSet set = ImageSets.Load($"cifar10:{_folder[name]}");
        Assert.Equal((train, test), (set.Train.Count, set.Test.Count));
    }

    [Fact]
    public void A_label_out_of_range_names_its_record_and_byte()
    {
        File.WriteAllBytes(_folder["x.bin"], Records(CifarFormat.Cifar10, 4, 8));
        Assert.Equal("label 10 in record 2 at byte 6146; expected 0 to 9",
            Assert.Throws<InvalidFileException>(() => ImageSets.Load($"cifar10:{_folder["x.bin"]}")).Problem);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3072)]
    [InlineData(3074)]
    public void A_file_that_is_no_whole_number_of_records_is_refused(int length)
    {
        File.WriteAllBytes(_folder["x.bin"], new byte[length]);
        Assert.Contains("multiple of 3073",
            Assert.Throws<InvalidFileException>(() => ImageSets.Load($"cifar10:{_folder["x.bin"]}")).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_batch_is_named()
    {
        Pictures.Folder(_folder["data"], Ten());
        File.Delete(_folder["data/cifar-10-batches-bin/data_batch_4.bin"]);
        Assert.Contains("data_batch_4.bin", Assert.Throws<InvalidFileException>(() => ImageSets.Load($"cifar10:{_folder["data"]}")).Problem,
            StringComparison.Ordinal);
        Pictures.Tar(_folder["x.tar.gz"], gzip: true, Ten().Where(member => !member.Name.EndsWith("4.bin", StringComparison.Ordinal)));
        Assert.Contains("data_batch_4.bin",
            Assert.Throws<InvalidFileException>(() => ImageSets.Load($"cifar10:{_folder["x.tar.gz"]}")).Problem, StringComparison.Ordinal);
        Assert.Throws<InvalidFileException>(() => ImageSets.Load($"cifar10:{_folder["nothing"]}"));
        Assert.Throws<InvalidFileException>(() => ImageSets.Load($"cifar100:{_folder["data"]}"));
    }

    [Fact]
    public void More_than_an_array_holds_is_refused()
    {
        // Untouched, and so hardly memory.
        var part = new HeldExamples(GC.AllocateUninitializedArray<byte>(1 << 29), []);
        Assert.Contains("has 2684354560 bytes of training images",
            Assert.Throws<InvalidFileException>(() => CifarReader.Join([part, part, part, part, part], "a.tar")).Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Links_repeated_members_and_members_of_gzip_make_no_difference()
    {
        Pictures.Folder(_folder["data"], Ten());
        string hash = ImageSets.Load($"cifar10:{_folder["data"]}").Hash;
        List<(string Name, byte[]? Content)> twice =
            [("cifar-10-batches-bin/data_batch_2.bin", Records(CifarFormat.Cifar10, 9, 0)), .. Ten()];
        Pictures.Tar(_folder["a.tar"], gzip: false, twice);
        Assert.Equal(hash, ImageSets.Load($"cifar10:{_folder["a.tar"]}").Hash);

        byte[] whole = File.ReadAllBytes(_folder["a.tar"]);
        using (var file = File.Create(_folder["b.tar.gz"]))
        {
            foreach (byte[] part in (byte[][])[whole[..5000], whole[5000..]])
            {
                using var gzip =
                    new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true);
                gzip.Write(part);
            }
        }
        File.CreateSymbolicLink(_folder["link"], "b.tar.gz");
        string[] sources = ["b.tar.gz", "link"];
        Assert.All(sources, source => Assert.Equal(hash, ImageSets.Load($"cifar10:{_folder[source]}").Hash));

        // The official archive in a folder, replaced behind a link.
        Directory.CreateDirectory(_folder["home"]);
        File.CreateSymbolicLink(_folder["home/cifar-10-binary.tar.gz"], _folder["link"]);
        Assert.Equal(hash, ImageSets.Load($"cifar10:{_folder["home"]}").Hash);
        Pictures.Tar(_folder["c.tar.gz"], gzip: true,
            [.. Ten(), ("cifar-10-batches-bin/test_batch.bin", Records(CifarFormat.Cifar10, 2, 7))]);
        File.Delete(_folder["link"]);
        File.CreateSymbolicLink(_folder["link"], "c.tar.gz");
        Assert.Equal(2, ImageSets.Load($"cifar10:{_folder["home"]}").Test.Count);
    }

    [Fact]
    public void Mutated_archives_are_read_or_refused()
    {
        Pictures.Tar(_folder["a.tar"], gzip: false, Ten());
        byte[] whole = File.ReadAllBytes(_folder["a.tar"]);
        Fuzz.Mutate(whole, 100, bytes =>
        {
            File.WriteAllBytes(_folder["m"], bytes);
            ImageSets.Load($"cifar10:{_folder["m"]}");
        });
    }
}
