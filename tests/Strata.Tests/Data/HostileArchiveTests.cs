using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Strata.Data;
using Strata.Runtime;
using Strata.Tests.Data.Files;

namespace Strata.Tests.Data;

public sealed class HostileArchiveTests : IDisposable
{
    private readonly CacheFolder _cache = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    private InvalidFileException Refused(string name)
        => Assert.Throws<InvalidFileException>(() => ImageSets.Load($"imagefolder:{_folder[name]}"));

    [Theory]
    [InlineData("../train/ant/x.png")]
    [InlineData("/train/ant/x.png")]
    [InlineData("train/../../x.png")]
    [InlineData("C:/train/ant/x.png")]
    [InlineData("..\\train\\ant\\x.png")]
    public void A_member_whose_name_leads_out_is_refused(string name)
    {
        Pictures.Tar(_folder["a.tar"], gzip: false, [.. Pictures.SmallSet(), (name, Pictures.Plain(4, 3, 0, 0, 0))]);
        Assert.Contains("leads out", Refused("a.tar").Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public void A_link_out_of_the_archive_is_refused(TarEntryType type)
    {
        using (var tar = new TarWriter(File.Create(_folder["a.tar"])))
            tar.WriteEntry(new PaxTarEntry(type, "train/ant/x.png") { LinkName = "/etc/passwd" });
        Assert.Contains("is a link to '/etc/passwd'", Refused("a.tar").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_cut_off_anywhere_is_refused()
    {
        Pictures.Tar(_folder["a.tar.gz"], gzip: true, Pictures.SmallSet());
        Pictures.Tar(_folder["b.tar"], gzip: false, Pictures.SmallSet());
        foreach (string name in (string[])["a.tar.gz", "b.tar"])
        {
            byte[] whole = File.ReadAllBytes(_folder[name]);
            // The zeros that end a tar are no loss: stop where they begin.
            int content = name == "b.tar" ? whole.Length - 1024 : whole.Length - 1;
            for (int length = 0; length <= content; length += Math.Max(1, content / 60))
            {
                File.WriteAllBytes(_folder["cut"], whole[..length]);
                Refused("cut");
            }
        }
    }

    [Fact]
    public void What_unpacks_to_a_hundred_times_its_size_is_refused()
    {
        using (var gzip = new GZipStream(File.Create(_folder["bomb.tar.gz"]), CompressionLevel.SmallestSize))
        {
            // An unwanted member of 8 GiB that has to be passed over.
            gzip.Write(new TarBytes().Add("other.bin", [], size: "77777777777").End().AsSpan(0, 512));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) gzip.Write(zeros);
        }
        Assert.Contains("unpack to more than", Refused("bomb.tar.gz").Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('x')]
    [InlineData('g')]
    [InlineData('L')]
    [InlineData('K')]
    public void An_extended_header_that_claims_gigabytes_costs_no_memory(char type)
    {
        File.WriteAllBytes(_folder["a.tar"], new TarBytes().Add("././@LongLink", [], type, "16000000000").End());
        long before = GC.GetTotalAllocatedBytes();
        Assert.Contains("1879048192 bytes", Refused("a.tar").Problem, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 5_000_000);
    }

    [Fact]
    public void A_member_that_claims_more_than_there_is_costs_no_memory()
    {
        Pictures.Tar(_folder["a.tar"], gzip: false, Pictures.SmallSet());
        byte[] archive = File.ReadAllBytes(_folder["a.tar"]);
        // The first entry's own header follows its extended one: find it by its name and claim 60 MB there.
        int header = archive.AsSpan().IndexOf("train/cat/2.png\0"u8);
        Encoding.ASCII.GetBytes($"{Convert.ToString(60_000_000, 8).PadLeft(11, '0')}\0").CopyTo(archive, header + 124);
        archive.AsSpan(header + 148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes($"{Convert.ToString(archive.AsSpan(header, 512).ToArray().Sum(value => value), 8).PadLeft(6, '0')}\0 ")
            .CopyTo(archive, header + 148);
        File.WriteAllBytes(_folder["b.tar"], archive);
        long before = GC.GetTotalAllocatedBytes();
        Refused("b.tar");
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 20_000_000);
    }

    [Fact]
    public void Mutated_archives_and_images_are_read_or_refused()
    {
        Pictures.Tar(_folder["a.tar"], gzip: false, Pictures.SmallSet());
        byte[] whole = File.ReadAllBytes(_folder["a.tar"]);
        Fuzz.Mutate(whole, 300, bytes =>
        {
            File.WriteAllBytes(_folder["m.tar"], bytes);
            ImageSets.Load($"imagefolder:{_folder["m.tar"]}");
        });
    }

    [Fact]
    public void Mutated_gzip_is_read_or_refused()
    {
        Pictures.Tar(_folder["a.tar.gz"], gzip: true, Pictures.SmallSet());
        byte[] whole = File.ReadAllBytes(_folder["a.tar.gz"]);
        Fuzz.Mutate(whole, 200, bytes =>
        {
            File.WriteAllBytes(_folder["m"], bytes);
            ImageSets.Load($"imagefolder:{_folder["m"]}");
        });
    }

    [Fact]
    public void Mutated_JPEG_and_PNG_are_read_or_refused()
    {
        foreach (SkiaSharp.SKEncodedImageFormat format in (SkiaSharp.SKEncodedImageFormat[])[SkiaSharp.SKEncodedImageFormat.Jpeg,
            SkiaSharp.SKEncodedImageFormat.Png])
            Fuzz.Mutate(Pictures.Noise(24, 17, format), 500, bytes => Pictures.Decode(bytes, "x", 8, _ => { }));
    }
}
