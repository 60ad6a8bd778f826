using SkiaSharp;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Cli;

/// <summary>Pictures of a set: the mean image, and for each class its mean and its first images in a row.</summary>
internal static class ContactSheet
{
    private const int Shown = 10, Cell = 64, Gap = 2, MostRows = 200, MeanSide = 256, AtOnce = 256;

    /// <summary>The mean of the training images (of the test images where there are none).</summary>
    public static void WriteMean(ImageSet set, string path)
    {
        Examples split = Split(set);
        using SKBitmap mean = Bitmap(set, Mean(set, split, [.. Enumerable.Range(0, split.Count)]));
        using var surface = SKSurface.Create(new SKImageInfo(MeanSide * set.Width / Math.Max(set.Width, set.Height),
            MeanSide * set.Height / Math.Max(set.Width, set.Height)));
        Draw(surface.Canvas, mean, new SKRect(0, 0, surface.Canvas.DeviceClipBounds.Width, surface.Canvas.DeviceClipBounds.Height));
        Save(surface, path);
    }

    /// <summary>A row for each class, at most 200: its mean image, then its first ten.</summary>
    public static void Write(ImageSet set, string path, CancellationToken stop)
    {
        Examples split = Split(set);
        ILookup<int, int> members = Enumerable.Range(0, split.Count).ToLookup(i => split.Labels[i]);
        int rows = Math.Min(set.Classes.Count, MostRows);
        using var surface = SKSurface.Create(new SKImageInfo((Shown + 1) * (Cell + Gap) + Gap, rows * (Cell + Gap) + Gap));
        surface.Canvas.Clear(SKColors.White);
        for (int label = 0; label < rows; label++)
        {
            stop.ThrowIfCancellationRequested();
            int[] own = [.. members[label]];
            if (own.Length == 0) continue;
            byte[][] images = [Mean(set, split, own), .. Some(set, split, [.. own.Take(Shown)])];
            for (int column = 0; column < images.Length; column++)
            {
                using SKBitmap image = Bitmap(set, images[column]);
                Draw(surface.Canvas, image, SKRect.Create(Gap + column * (Cell + Gap), Gap + label * (Cell + Gap), Cell, Cell));
            }
        }
        Save(surface, path);
    }

    private static Examples Split(ImageSet set) => set.Train.Count > 0 ? set.Train : set.Test;

    private static byte[] Mean(ImageSet set, Examples split, int[] indices)
    {
        long[] sums = new long[set.ImageBytes];
        foreach (int[] some in indices.Chunk(AtOnce))
        {
            (HeldExamples images, int[] places) = split.Fetch(some);
            foreach (int place in places)
            {
                ReadOnlySpan<byte> image = images.Pixels.AsSpan(place * set.ImageBytes, set.ImageBytes);
                for (int k = 0; k < sums.Length; k++) sums[k] += image[k];
            }
        }
        return [.. sums.Select(sum => (byte)((sum + indices.Length / 2) / indices.Length))];
    }

    private static IEnumerable<byte[]> Some(ImageSet set, Examples split, int[] indices)
    {
        (HeldExamples images, int[] places) = split.Fetch(indices);
        return places.Select(place => images.Pixels.AsSpan(place * set.ImageBytes, set.ImageBytes).ToArray());
    }

    private static SKBitmap Bitmap(ImageSet set, byte[] planes)
    {
        int plane = set.Height * set.Width;
        byte Shade(int channel, int place) => (byte)(planes[channel % set.Channels * plane + place] * 255 / set.PixelMaximum);
        return new SKBitmap(new SKImageInfo(set.Width, set.Height, SKColorType.Rgba8888, SKAlphaType.Opaque))
        {
            Pixels = [.. Enumerable.Range(0, plane).Select(place => new SKColor(Shade(0, place), Shade(1, place), Shade(2, place)))],
        };
    }

    /// <summary>Large images shrink smoothly; small ones keep their hard pixels.</summary>
    private static void Draw(SKCanvas canvas, SKBitmap bitmap, SKRect place)
    {
        using SKImage image = SKImage.FromBitmap(bitmap);
        SKSamplingOptions sampling = bitmap.Width > place.Width ? new(SKFilterMode.Linear, SKMipmapMode.Linear) : new(SKFilterMode.Nearest);
        canvas.DrawImage(image, place, sampling);
    }

    private static void Save(SKSurface surface, string path)
    {
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(path, png.SaveTo);
    }
}
