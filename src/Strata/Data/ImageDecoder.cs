using SkiaSharp;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>Decodes JPEG and PNG to bytes, [3, height, width]; grey images become colour, transparency is dropped.</summary>
internal static class ImageDecoder
{
    /// <summary>Checked against the header before anything of that size is allocated: 8,192 x 8,192.</summary>
    private const long MostPixels = 1L << 26;

    /// <summary>Decodes one image.</summary>
    /// <param name="content">The file.</param>
    /// <param name="path">Its name in messages.</param>
    /// <param name="resize">The side to resize to, or null to keep the size.</param>
    /// <param name="accept">Called with height and width before decoding; may throw.</param>
    /// <exception cref="InvalidFileException">Not an image, cut off, damaged or too large.</exception>
    public static byte[] Decode(byte[] content, string path, int? resize, Action<int, int> accept)
    {
        if (!content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff])
            && !content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']))
            throw new InvalidFileException(path, content.Length == 0 ? "is empty; expected a JPEG or PNG image"
                : "is neither JPEG nor PNG, whatever its name says");
        using SKData data = SKData.CreateCopy(content);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null) throw new InvalidFileException(path, "has a damaged image header");
        int height = codec.Info.Height, width = codec.Info.Width;
        if (height < 1 || width < 1 || (long)height * width > MostPixels)
            throw new InvalidFileException(path, $"claims {width}x{height} pixels; expected at most {MostPixels} in all");
        accept(height, width);

        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        byte[] colours = new byte[info.BytesSize];
        SKCodecResult result;
        unsafe
        {
            fixed (byte* start = colours) result = codec.GetPixels(info, (nint)start);
        }
        if (result != SKCodecResult.Success)
            throw new InvalidFileException(path, result == SKCodecResult.IncompleteInput
                ? $"is cut off: the {width}x{height} pixels are incomplete" : $"cannot be decoded ({result})");

        byte[] planes = new byte[3 * height * width];
        int plane = height * width;
        for (int k = 0, at = 0; k < plane; k++, at += 4)
        {
            planes[k] = colours[at];
            planes[plane + k] = colours[at + 1];
            planes[2 * plane + k] = colours[at + 2];
        }
        return resize is { } side ? ImageResizer.Resize(planes, 3, height, width, side, side) : planes;
    }
}
