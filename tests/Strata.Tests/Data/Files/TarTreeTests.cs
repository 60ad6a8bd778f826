using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Strata.Data;
using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Tests.Data.Files;

public sealed class TarTreeTests : IDisposable
{
    private static readonly byte[] s_one = Pictures.Plain(4, 3, 1, 1, 1), s_two = Pictures.Plain(4, 3, 2, 2, 2);

    private readonly CacheFolder _cache = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    private ImageSet Load(byte[] archive)
    {
        File.WriteAllBytes(_folder["x.tar"], archive);
        return ImageSets.Load($"imagefolder:{_folder["x.tar"]}", new() { Fresh = true });
    }

    private string Refused(byte[] archive) => Assert.Throws<InvalidFileException>(() => Load(archive)).Problem;

    /// <summary>The first pixel of each training image.</summary>
    private int[] Pixels(TarBytes archive)
    {
        ImageSet set = Load(archive.End());
        return [.. Enumerable.Range(0, set.Train.Count).Select(i => (int)set.Train.InMemory().Pixels[i * set.ImageBytes])];
    }

    private static TarBytes Two() => new TarBytes().Add("train/a/1.png", s_one).Add("train/a/2.png", s_two);

    [Fact]
    public void The_last_member_of_a_name_counts_however_the_name_is_written()
    {
        Assert.Equal([2, 2], Pixels(Two().Add("train/a/1.png", s_two)));
        Assert.Equal([2, 2], Pixels(Two().Add("./train//a/./1.png", s_two)));
        Assert.Equal([1, 2],
            Pixels(new TarBytes().Add("train/a/1.png", "damaged"u8.ToArray()).Add("train/a/2.png", s_two).Add("train/a/1.png", s_one)));
        // The first had another size than all the others.
        Assert.Equal([2, 2], Pixels(new TarBytes().Add("train/a/1.png", Pictures.Plain(9, 9, 0, 0, 0)).Add("train/a/2.png", s_two)
            .Add("train/a/1.png", s_two)));
    }

    [Fact]
    public void A_hard_link_is_the_file_before_it()
    {
        Assert.Equal([1, 2, 1], Pixels(Two().Add("train/a/3.png", [], '1', target: "train/a/1.png")));
        Assert.Equal([1, 2, 1], Pixels(Two().Add("train/a/3.png", [], '1', target: "./train/a/1.png")));
        // What gets the name later is another file.
        Assert.Equal([2, 2, 1], Pixels(Two().Add("train/a/3.png", [], '1', target: "train/a/1.png").Add("train/a/1.png", s_two)));
        foreach (string target in (string[])["train/a/4.png", "/etc/passwd", "../x.png", "train", ""])
            Assert.Contains("does not lie before it in the archive", Refused(Two().Add("train/a/3.png", [], '1', target: target).End()));
        // A link that nobody asks for does no harm.
        Assert.Equal([1, 2], Pixels(Two().Add("docs", [], '1', target: "/etc/passwd")));
    }

    [Fact]
    public void A_symbolic_link_leads_where_it_leads_inside_the_archive()
    {
        Assert.Equal([1, 2, 2], Pixels(Two().Add("train/a/3.png", [], '2', target: "2.png")));
        Assert.Equal([1, 2, 2], Pixels(Two().Add("train/a/3.png", [], '2', target: "../../pool/x.png").Add("pool/x.png", s_two)));
        Assert.Equal([1, 2, 2],
            Pixels(Two().Add("train/a/3.png", [], '2', target: "../../link").Add("link", [], '2', target: "pool/./x.png")
            .Add("pool/x.png", s_two)));
        foreach (string target in (string[])["/etc/passwd", "../../../x.png", "none.png", "3.png"])
            Assert.Contains("which is not in the archive", Refused(Two().Add("train/a/3.png", [], '2', target: target).End()));
    }

    [Fact]
    public void A_linked_class_folder_is_a_class()
    {
        ImageSet set = Load(Two().Add("train/b", [], '2', target: "../pool/b").Add("pool/b/1.png", s_two).Add("pool/b/2.png", s_one).End());
        Assert.Equal(["a", "b"], set.Classes);
        Assert.Equal([0, 0, 1, 1], set.Train.Labels);
        Assert.Contains("deep; a link may lead back", Refused(Two().Add("train/a/again", [], '2', target: ".").End()));
    }

    [Fact]
    public void One_folder_may_be_linked_from_several_places()
    {
        ImageSet set = Load(new TarBytes().Add("train/a", [], '2', target: "../pool").Add("train/b/x", [], '2', target: "../../pool")
            .Add("train/b/y", [], '2', target: "../../pool").Add("test", [], '2', target: "train").Add("pool/1.png", s_one).End());
        Assert.Equal([0, 1, 1], set.Train.Labels);
        Assert.Equal([0, 1, 1], set.Test.Labels);
    }

    [Fact]
    public void Links_through_folders_of_links_end_however_many_ways_they_make()
    {
        // Ten folders with two links to the next lead to a hundred images in 1,024 ways.
        TarBytes archive = new TarBytes().Add("train/a", [], '2', target: "../x0");
        for (int i = 0; i < 10; i++)
            archive.Add($"x{i}/a", [], '2', target: $"../x{i + 1}").Add($"x{i}/b", [], '2', target: $"../x{i + 1}");
        for (int i = 0; i < 100; i++) archive.Add($"x10/{i}.png", s_one);
        Assert.Contains("links lead again and again", Refused(archive.End()));
    }

    /// <summary>Readers of CIFAR's and MNIST's files look into one folder for each of them.</summary>
    [Fact]
    public void A_folder_may_be_listed_again_and_again_by_its_name()
    {
        var archive = new TarBytes();
        for (int i = 0; i < 300; i++) archive.Add($"{i}.bin", []);
        File.WriteAllBytes(_folder["x.tar"], archive.End());
        using var tree = FileTree.Require(_folder["x.tar"], new());
        for (int time = 0; time < 300; time++) Assert.Equal(300, tree.List("").Count);
    }

    [Fact]
    public void Links_of_files_behind_links_of_folders_are_followed_to_an_end()
    {
        TarBytes archive = Two().Add("train/a/on", [], '2', target: "../../p1");
        for (int i = 1; i < 25; i++) archive.Add($"p{i}/on", [], '2', target: $"../p{i + 1}");
        for (int i = 0; i < 25; i++) archive.Add($"p25/{i}.png", [], '2', target: $"{i + 1}.png");
        Assert.Contains("which is not in the archive", Refused(archive.Add("p25/25.png", s_two).End()));
    }

    [Fact]
    public void A_link_leads_as_far_about_as_sets_need_and_through_nothing()
    {
        static string About(int times) => string.Concat(Enumerable.Repeat("../a/", times)) + "2.png";
        TarBytes Linked(string target) => Two().Pax(("linkpath", target)).Add("train/a/3.png", [], '2');
        Assert.Equal([1, 2, 2], Pixels(Linked(About(100))));
        foreach (string target in (string[])[About(200), "none/../2.png"])
            Assert.Contains("which is not in the archive", Refused(Linked(target).End()));
        Assert.Contains("letters; expected at most 4096", Refused(Linked(new string('x', 5000)).End()));
    }

    [Fact]
    public void A_size_near_the_largest_number_is_damaged()
    {
        byte[] archive = Two().Pax(("size", "9223372036854775295")).Add("train/a/3.png", s_two).End();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(archive);
        foreach (byte[] form in (byte[][])[archive, packed.ToArray()]) Assert.Contains("damaged size", Refused(form));
    }

    [Fact]
    public void Sizes_that_stand_in_extended_fields_count_and_hide_nothing()
    {
        // The header says 0 bytes, the extended fields say how many.
        Assert.Equal([1, 2, 2], Pixels(Two().Pax(("size", $"{s_two.Length}")).Add("train/a/3.png", s_two, size: "00000000000")));
        // Taken by the header's size, a guard would pass over the header behind it, which claims gigabytes.
        byte[] hidden = new TarBytes().Pax(("size", "0")).Add("train/a/3.png", [], size: "00000001000")
            .Add("././@LongLink", [], 'L', size: "17777777777").End();
        long before = GC.GetTotalAllocatedBytes();
        Assert.Contains("claims 2147483647 bytes", Refused(hidden));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 5_000_000);
        foreach (string size in (string[])["-1", "x", "99999999999999999999", ""])
            Assert.Contains("damaged size", Refused(Two().Pax(("size", size)).Add("train/a/3.png", s_two).End()));
    }

    [Fact]
    public void Extended_names_and_long_names_are_the_name()
    {
        string letters = new('x', 150), name = $"train/a/{letters}/3.png";
        Assert.Equal([1, 2, 2], Pixels(Two().Pax(("path", name)).Add("short", s_two)));
        Assert.Equal([1, 2, 2], Pixels(Two().Add("././@LongLink", [.. Encoding.UTF8.GetBytes(name), 0], 'L').Add("short", s_two)));
        Assert.Equal([1, 2, 2],
            Pixels(Two().Add("3.png", s_two, change: header => Encoding.ASCII.GetBytes("train/a").CopyTo(header, 345))));
        Assert.Equal([1, 2, 1],
            Pixels(Two().Add("././@LongLink", "train/a/1.png\0"u8.ToArray(), 'K').Add("train/a/3.png", [], '1', target: "x")));
        // Of one member only.
        Assert.Equal([1, 2, 2, 1], Pixels(Two().Pax(("path", name)).Add("short", s_two).Add("train/a/y.png", s_one)));
        Assert.Contains("letters; expected at most 4096", Refused(Two().Pax(("path", new string('y', 5000))).Add("short", s_two).End()));
        Assert.Contains("damaged extended fields", Refused(Two().Add("x", "99 path=a\n"u8.ToArray(), 'x').Add("short", s_two).End()));
    }

    [Fact]
    public void Old_forms_are_read()
    {
        // Of 1979: no magic, a folder by its stroke, a type of zero.
        static void Old(byte[] header) => header.AsSpan(257).Clear();
        Assert.Equal([1, 2], Pixels(new TarBytes().Add("train/", [], '\0', change: Old).Add("train/a/1.png", s_one, '\0', change: Old)
            .Add("train/a/2.png", s_two, '\0', change: Old)));
        // A size in binary.
        Assert.Equal([1, 2, 2], Pixels(Two().Add("train/a/3.png", s_two, change: header =>
        {
            header.AsSpan(124, 12).Clear();
            header[124] = 0x80;
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(128), s_two.Length);
        })));
    }

    [Theory]
    [InlineData('S', "without its holes")]
    [InlineData('3', "is a device")]
    [InlineData('4', "is a device")]
    [InlineData('6', "is a pipe")]
    [InlineData('M', "is a member of type 'M'")]
    public void Members_that_are_no_files_are_refused_where_they_are_wanted(char type, string problem)
    {
        Assert.Contains(problem, Refused(Two().Add("train/a/3.png", type is 'S' or 'M' ? s_two : [], type).End()));
        Assert.Equal([1, 2], Pixels(Two().Add("docs/3.png", type is 'S' or 'M' ? s_two : [], type)));
    }

    [Fact]
    public void Sparse_members_are_refused_or_passed_over_with_their_maps()
    {
        byte[] map = new byte[512], last = new byte[512];
        map[504] = 1;
        TarBytes Sparse(string name)
            => Two().Add(name, [.. map, .. last, .. s_two], 'S', Convert.ToString(s_two.Length, 8).PadLeft(11, '0'),
            change: header => header[482] = 1);
        Assert.Equal([1, 2], Pixels(Sparse("docs/3.png")));
        Assert.Contains("without its holes", Refused(Sparse("train/a/3.png").End()));
        Assert.Contains("without its holes",
            Refused(Two().Pax(("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0")).Add("train/a/3.png", s_two).End()));
    }

    [Fact]
    public void Names_that_are_not_UTF8_are_refused_with_the_way_on()
    {
        byte[] name = [.. "train/a/"u8, 0xe9, .. ".png"u8];
        Assert.Contains("convmv", Refused(Two().Add(name, s_two).End()));
        Assert.Equal([1, 2], Pixels(Two().Add([.. "docs/"u8, 0xe9, .. ".png"u8], s_two)));
    }

    [Fact]
    public void An_archive_ends_where_it_says()
    {
        byte[] whole = Two().End();
        Assert.Contains("lacks the block of zeros", Refused(whole[..^1024]));
        Assert.Equal(2, Load(whole[..^512]).Train.Count);
        Assert.Equal(2, Load([.. whole, .. new byte[9000]]).Train.Count);
        Assert.Contains("goes on behind its end", Refused([.. whole, .. Two().End()]));
        Assert.Contains("where a member of the tar archive should begin", Refused([.. Two().Raw([7]).End()]));
    }
}
