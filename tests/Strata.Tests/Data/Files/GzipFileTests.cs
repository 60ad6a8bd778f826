using System.IO.Compression;
using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Tests.Data.Files;

public class GzipFileTests
{
    private static readonly byte[] s_content = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i * i >> 4))];

    private static byte[] Member(ReadOnlySpan<byte> content)
    {
        var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal)) gzip.Write(content);
        return file.ToArray();
    }

    private static byte[] Read(byte[] file)
    {
        using var stream = new GzipFile(new MemoryStream(file), "x");
        var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    [Fact]
    public void Members_are_read_one_after_the_other()
    {
        byte[] whole = Member(s_content);
        Assert.Equal(s_content, Read(whole));
        for (int at = 0; at <= s_content.Length; at += 300)
            Assert.Equal(s_content, Read([.. Member(s_content.AsSpan(0, at)), .. Member(s_content.AsSpan(at))]));
        // As bgzip writes it: many members, and an empty one at the end.
        Assert.Equal(s_content, Read([.. Enumerable.Range(0, 30).SelectMany(i => Member(s_content.AsSpan(i * 100, 100))), .. Member([])]));
    }

    [Fact]
    public void Members_may_end_anywhere_in_the_buffers_of_the_framework()
    {
        byte[] noise = new byte[20_000];
        new Random(1).NextBytes(noise);
        byte[] tail = Member("tail"u8);
        for (int length = 8100; length < 8250; length++)
            Assert.Equal(length + 4, Read([.. Member(noise.AsSpan(0, length)), .. tail]).Length);
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused()
    {
        byte[] one = Member(s_content.AsSpan(0, 500)), whole = [.. one, .. Member(s_content)];
        for (int length = 1; length < whole.Length; length++)
        {
            // Between two members nothing is missing that could be missed.
            if (length != one.Length) Assert.Throws<InvalidFileException>(() => Read(whole[..length]));
        }
    }

    [Fact]
    public void What_stands_behind_the_last_member_is_refused()
    {
        byte[] whole = Member(s_content);
        foreach (byte[] tail in (byte[][])[[0], [1, 2, 3], [0x1f], [0x1f, 0x8b], new byte[5000], whole[..20]])
            Assert.Throws<InvalidFileException>(() => Read([.. whole, .. tail]));
    }

    [Fact]
    public void A_flipped_bit_is_refused()
    {
        byte[] whole = Member(s_content);
        // Behind the header, whose time, level and system do not matter.
        for (int at = 10; at < whole.Length; at++)
        {
            byte[] flipped = [.. whole];
            flipped[at] ^= 4;
            Assert.Throws<InvalidFileException>(() => Read(flipped));
        }
    }
}
