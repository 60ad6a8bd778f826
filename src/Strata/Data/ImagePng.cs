using SkiaSharp;

namespace Strata.Data;

/// <summary>An image of a set as a PNG file, pixel for pixel.</summary>
public static class ImagePng
{
    /// <param name="index">Of the example.</param>
    public static byte[] Of(ImageSet set, Examples examples, int index)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(examples);
        int plane = set.Height * set.Width;
        (HeldExamples images, int[] places) = examples.Fetch([index]);
        byte Shade(int channel, int place)
            => (byte)(images.Pixels[places[0] * set.ImageBytes + channel % set.Channels * plane + place] * 255 / set.PixelMaximum);
        using var bitmap = new SKBitmap(new SKImageInfo(set.Width, set.Height, SKColorType.Rgba8888, SKAlphaType.Opaque))
        {
            Pixels = [.. Enumerable.Range(0, plane).Select(place => new SKColor(Shade(0, place), Shade(1, place), Shade(2, place)))],
        };
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
