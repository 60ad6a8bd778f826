using SkiaSharp;

namespace Strata.Data;

/// <summary>An image of a set as a picture, pixel for pixel.</summary>
internal static class ImageBitmap
{
    /// <param name="index">Of the example.</param>
    public static SKBitmap Of(ImageSet set, Examples examples, int index)
    {
        int plane = set.Height * set.Width;
        (HeldExamples images, int[] places) = examples.Fetch([index]);
        byte Shade(int channel, int place)
            => (byte)(images.Pixels[places[0] * set.ImageBytes + channel % set.Channels * plane + place] * 255 / set.PixelMaximum);
        return new(new SKImageInfo(set.Width, set.Height, SKColorType.Rgba8888, SKAlphaType.Opaque))
        {
            Pixels = [.. Enumerable.Range(0, plane).Select(place => new SKColor(Shade(0, place), Shade(1, place), Shade(2, place)))],
        };
    }
}
