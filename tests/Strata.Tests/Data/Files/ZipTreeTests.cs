using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data.Files;

public sealed class ZipTreeTests : IDisposable
{
    private readonly CacheFolder _cache = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    private void Write(CompressionLevel level, params (string Name, byte[] Content, int Mode)[] more)
    {
        using var zip = new ZipArchive(File.Create(_folder["x.zip"]), ZipArchiveMode.Create);
        var members =
            Pictures.SmallSet().Where(member => member.Content is not null).Select(member => (member.Name, member.Content!, 0x81a4));
        foreach ((string name, byte[] content, int mode) in (IEnumerable<(string, byte[], int)>)[.. members, .. more])
        {
            ZipArchiveEntry entry = zip.CreateEntry(name, level);
            entry.ExternalAttributes = mode << 16;
            using Stream stream = entry.Open();
            stream.Write(content);
        }
    }

    private ImageSet Load() => ImageSets.Load($"imagefolder:{_folder["x.zip"]}", new() { Fresh = true });

    private string Refused() => Assert.Throws<InvalidFileException>(Load).Problem;

    [Fact]
    public void Links_strokes_and_repeated_names_are_what_unpacking_makes_of_them()
    {
        Write(CompressionLevel.Optimal, ("train/cat/3.png", "../ant/9.png"u8.ToArray(), 0xa1ff),
            ("train\\ant\\z.png", Pictures.Plain(4, 3, 7, 7, 7), 0),
            ("train/ant/9.png", Pictures.Plain(4, 3, 8, 8, 8), 0x81a4));
        ImageSet set = Load();
        Assert.Equal([0, 0, 0, 1, 1, 1], set.Train.Labels);
        Assert.Equal([10, 8, 7, 40, 20, 8], Enumerable.Range(0, 6).Select(i => (int)set.Train.InMemory().Pixels[i * set.ImageBytes]));
    }

    [Fact]
    public void Damage_that_the_framework_does_not_see_is_seen()
    {
        Write(CompressionLevel.NoCompression);
        byte[] whole = File.ReadAllBytes(_folder["x.zip"]);
        // In a JPEG's table of quantization, which has no checksum of its own.
        int at = whole.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]) + 100;
        whole[at] ^= 1;
        File.WriteAllBytes(_folder["x.zip"], whole);
        Assert.Contains("checksum", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_lead_out_are_refused()
    {
        foreach (string name in (string[])["../x.png", "/x.png", "C:\\x.png", "train/../../x.png"])
        {
            Write(CompressionLevel.Optimal, (name, [1], 0x81a4));
            Assert.Contains("leads out", Refused(), StringComparison.Ordinal);
        }
        Write(CompressionLevel.Optimal, ("train/cat/3.png", "/etc/passwd"u8.ToArray(), 0xa1ff));
        Assert.Contains("is not in the archive", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_piece_of_the_file_under_many_names_is_a_bomb()
    {
        const int Names = 40, EndLength = 22;
        using (var zip = new ZipArchive(File.Create(_folder["x.zip"]), ZipArchiveMode.Create))
        using (Stream stream = zip.CreateEntry("train/a/00.png").Open())
            stream.Write(new byte[8 << 20]);
        byte[] one = File.ReadAllBytes(_folder["x.zip"]);
        int list = one.AsSpan().LastIndexOf("PK\x01\x02"u8), end = one.Length - EndLength;
        using (FileStream many = File.Create(_folder["x.zip"]))
        {
            many.Write(one, 0, list);
            for (int i = 0; i < Names; i++)
            {
                Encoding.ASCII.GetBytes($"train/a/{i:00}.png").CopyTo(one, list + 46);
                many.Write(one, list, end - list);
            }
            BinaryPrimitives.WriteInt16LittleEndian(one.AsSpan(end + 8), Names);
            BinaryPrimitives.WriteInt16LittleEndian(one.AsSpan(end + 10), Names);
            BinaryPrimitives.WriteInt32LittleEndian(one.AsSpan(end + 12), Names * (end - list));
            many.Write(one, end, EndLength);
        }
        // Of a set that is resized, no image is read before all of them.
        string problem = Assert.Throws<InvalidFileException>(() => ImageSets.Load($"imagefolder:{_folder["x.zip"]}@8")).Problem;
        Assert.Contains($"unpack to {Names * (8 << 20)}, more than", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.NoCompression)]
    public void Mutated_archives_are_read_or_refused(CompressionLevel level)
    {
        Write(level);
        Fuzz.Mutate(File.ReadAllBytes(_folder["x.zip"]), 300, bytes =>
        {
            File.WriteAllBytes(_folder["m.zip"], bytes);
            ImageSets.Load($"imagefolder:{_folder["m.zip"]}", new() { Fresh = true });
        });
    }

    [Theory]
    [InlineData("/Td6WFoAAATm1rRG", "xz")]
    [InlineData("QlpoOTFBWSZTWQ==", "bzip2")]
    [InlineData("N3q8ryccAAQ=", "7-Zip")]
    [InlineData("KLUv/SQA", "Zstandard")]
    public void Archives_that_are_not_read_are_named_with_the_way_on(string start, string name)
    {
        File.WriteAllBytes(_folder["x"], [.. Convert.FromBase64String(start), .. Encoding.ASCII.GetBytes(new string('?', 600))]);
        foreach (string kind in (string[])["imagefolder", "cifar10", "mnist"])
        {
            string problem = Assert.Throws<InvalidFileException>(() => ImageSets.Load($"{kind}:{_folder["x"]}")).Problem;
            Assert.Contains($"packed with {name}; expected", problem, StringComparison.Ordinal);
            Assert.EndsWith("unpacks it)", problem.Replace("7z x unpacks", "unpacks", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }
}
