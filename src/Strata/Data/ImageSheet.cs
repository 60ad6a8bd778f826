using SkiaSharp;

namespace Strata.Data;

/// <summary>Many images of a set in one picture, row by row, which takes far fewer bytes than a file for each.</summary>
/// <param name="WebP">The picture.</param>
/// <param name="Width">Of one image in it, in pixels.</param>
/// <param name="Height">Of one image in it.</param>
/// <param name="Columns">Images beside each other.</param>
/// <param name="Examples">[n]: which image stands where, in order of reading.</param>
public sealed record ImageSheet(byte[] WebP, int Width, int Height, int Columns, int[] Examples)
{
    /// <summary>The longer side of an image; larger ones are made smaller.</summary>
    private const int Side = 64;

    /// <summary>What photographs keep; up to <see cref="Exact"/> pixels a side they are kept whole.</summary>
    private const int Quality = 85, Exact = 16;

    /// <param name="chosen">[n]: the examples, each in [0, examples).</param>
    public static ImageSheet Of(ImageSet set, Examples examples, int[] chosen)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(chosen);
        double scale = Math.Min(1, (double)Side / Math.Max(set.Width, set.Height));
        int width = Math.Max(1, (int)Math.Round(scale * set.Width)), height = Math.Max(1, (int)Math.Round(scale * set.Height));
        int columns = Math.Max(1, (int)Math.Ceiling(Math.Sqrt(chosen.Length))), rows = Math.Max(1, (chosen.Length + columns - 1) / columns);
        using var sheet = new SKBitmap(new SKImageInfo(columns * width, rows * height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(sheet))
        {
            var sampling = new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear);
            foreach (var (place, index) in chosen.Index())
            {
                using SKBitmap bitmap = ImageBitmap.Of(set, examples, index);
                using SKImage image = SKImage.FromBitmap(bitmap);
                canvas.DrawImage(image, SKRect.Create(place % columns * width, place / columns * height, width, height), sampling);
            }
        }
        bool exact = Math.Max(width, height) <= Exact;
        using SKPixmap pixels = sheet.PeekPixels();
        using SKData webp = pixels.Encode(exact ? new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 75)
            : new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, Quality))
            ?? throw new InvalidOperationException($"{chosen.Length} images of {width}x{height} do not fit into one picture");
        return new(webp.ToArray(), width, height, columns, chosen);
    }
}
