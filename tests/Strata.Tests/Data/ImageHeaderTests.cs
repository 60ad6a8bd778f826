using SkiaSharp;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

public class ImageHeaderTests
{
    private static void TooLate(ImageHeader header) => Assert.Fail("the size was believed");

    private static InvalidFileException Refused(byte[] content)
    {
        InvalidFileException refused = Assert.Throws<InvalidFileException>(() => Pictures.Decode(content, "x.png", null, TooLate));
        Assert.Equal("x.png", refused.Path);
        return refused;
    }

    [Theory]
    [InlineData(8192, 8192, 1, 0, false)]
    [InlineData(8192, 8192, 1, 0, true)]
    [InlineData(8192, 8192, 8, 2, false)]
    [InlineData(2000, 2000, 8, 2, true)]
    public void A_PNG_that_claims_more_pixels_than_its_bytes_can_hold_is_refused_before_it_is_decoded(
        int width, int height, byte depth, byte colours, bool interlaced)
    {
        byte[] image = PngBytes.Build(width, height, depth, colours, new byte[100_000], interlaced);
        Assert.InRange(image.Length, 60, 400);
        Assert.Contains($"claims {width}x{height} pixels, more than its", Refused(image).Problem);
    }

    [Theory]
    [InlineData(4000, 3000, 1, 0)]
    [InlineData(4000, 3000, 8, 2)]
    [InlineData(28, 28, 8, 0)]
    [InlineData(1, 1, 16, 2)]
    public void A_PNG_of_one_colour_may_be_as_small_as_it_is(int width, int height, byte depth, byte colours)
    {
        byte[] pixels = Pictures.Decode(PngBytes.Black(width, height, depth, colours), "x", 8, _ => { });
        Assert.Equal(new byte[192], pixels);
    }

    [Fact]
    public void Beyond_16_million_pixels_a_PNG_needs_a_byte_for_a_thousand_of_them()
        => Assert.Contains("8192x8192", Refused(PngBytes.Black(8192, 8192, 1, 0)).Problem);

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(1, 1 << 26)]
    [InlineData(1 << 26, 1)]
    [InlineData(0, 5)]
    public void Sides_that_no_image_has_are_refused(int width, int height)
        => Assert.Contains("65535 a side", Refused(PngBytes.Build(width, height, 8, 0, new byte[1000])).Problem);

    [Fact]
    public void A_JPEG_that_claims_more_pixels_than_its_bytes_can_hold_is_refused_before_it_is_decoded()
    {
        byte[] image = Pictures.Plain(256, 256, 1, 2, 3, SKEncodedImageFormat.Jpeg);
        Assert.Equal(8 * 8 * 3, Pictures.Decode(image, "x", 8, _ => { }).Length);
        int frame = image.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]);
        (image[frame + 5], image[frame + 7]) = (8000 >> 8, 8000 >> 8);
        Assert.Contains("pixels, more than its", Refused(image).Problem);
    }

    [Fact]
    public void A_JPEG_of_thousands_of_scans_is_refused_before_it_is_decoded()
    {
        byte[] image = Pictures.Plain(512, 512, 1, 2, 3, SKEncodedImageFormat.Jpeg);
        // Scans that say nothing, before the end.
        byte[] scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0];
        byte[] many = [.. image[..^2], .. Enumerable.Repeat(scan, 5000).SelectMany(bytes => bytes), 0xff, 0xd9];
        Assert.Contains("5001 scans", Refused(many).Problem);
    }

    [Fact]
    public void Progressive_images_as_programs_write_them_are_read()
    {
        // What a decoder keeps of such an image is more than its pixels, and known before.
        ImageHeader header = ImageHeader.Read(s_progressive, "x");
        Assert.Equal((16, 16), (header.Height, header.Width));
        Assert.True(header.WorkingBytes > 16 * 16 * 2);
        Assert.Equal(768, Pictures.Decode(s_progressive, "x", null, _ => { }).Length);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(6, true)]
    [InlineData(3, false)]
    [InlineData(9, true)]
    public void EXIF_says_how_to_turn_an_image_and_nothing_turns_it(int orientation, bool little)
    {
        byte[] exif = Exif(orientation, little);
        byte[] jpeg = Pictures.Noise(9, 5, SKEncodedImageFormat.Jpeg), segment = [.. "Exif\0\0"u8, .. exif];
        byte[] tagged = [.. jpeg[..2], 0xff, 0xe1, 0, (byte)(segment.Length + 2), .. segment, .. jpeg[2..]];
        byte[] png = PngBytes.Build(9, 5, 8, 2, new byte[5 * 28], more: ("eXIf", exif));
        int expected = orientation <= 8 ? orientation : 1;
        Assert.Equal(expected, ImageHeader.Read(tagged, "x").Orientation);
        Assert.Equal(expected, ImageHeader.Read(png, "x").Orientation);
        Assert.Equal(Pictures.Decode(jpeg, "x", null, _ => { }), Pictures.Decode(tagged, "x", null, _ => { }));
    }

    [Fact]
    public void Mutated_headers_are_read_or_refused()
    {
        byte[] exif = Exif(6, little: true), segment = [.. "Exif\0\0"u8, .. exif];
        Fuzz.Mutate([.. s_progressive[..2], 0xff, 0xe1, 0, (byte)(segment.Length + 2), .. segment, .. s_progressive[2..]], 2000,
            bytes => ImageHeader.Read(bytes, "x"));
        Fuzz.Mutate(PngBytes.Build(9, 5, 8, 2, new byte[5 * 28], more: ("eXIf", exif)), 2000, bytes => ImageHeader.Read(bytes, "x"));
        Fuzz.Mutate(exif, 2000, bytes => Assert.InRange(ExifOrientation.Of(bytes), 1, 8));
        Fuzz.Mutate(s_progressive, 300, bytes => Pictures.Decode(bytes, "x", 8, _ => { }));
    }

    internal static byte[] Exif(int orientation, bool little) => little
        ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
        : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    /// <summary>16 x 16 pixels in ten scans, as libjpeg writes them.</summary>
    private static readonly byte[] s_progressive = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYV"
        + "pQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAAQ"
        + "ABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAABAX/xAAUAQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIQAxAAAAGS5bj/xAAWEAADAA"
        + "AAAAAAAAAAAAAAAAAAAgP/2gAIAQEAAQUCWYkxJizP/8QAFREBAQAAAAAAAAAAAAAAAAAABAD/2gAIAQMBAT8BMm//xAAVEQEBAAAAAAAAAAAA"
        + "AAAAAAABAP/aAAgBAgEBPwEb/8QAFBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQAGPwIf/8QAFRABAQAAAAAAAAAAAAAAAAAAAGH/2gAIAQEAAT"
        + "8hmiim/9oADAMBAAIAAwAAABAD/8QAFhEAAwAAAAAAAAAAAAAAAAAAACEx/9oACAEDAQE/EJs//8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgB"
        + "AgEBPxB//8QAFRABAQAAAAAAAAAAAAAAAAAAADH/2gAIAQEAAT8QmRIkz//Z");
}
