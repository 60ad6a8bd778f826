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
        using SKBitmap bitmap = ImageBitmap.Of(set, examples, index);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
