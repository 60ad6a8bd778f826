using SkiaSharp;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data.Streaming;

/// <summary>A crop that is decoded alone shows what the whole image shows there.</summary>
public sealed class CropWindowTests : IDisposable
{
    private readonly CacheFolder _cache = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    /// <summary>A picture with edges and gradients, for noise is what JPEG's sizes cannot agree on.</summary>
    private static byte[] Picture(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(new SKColor(40, 90, 160));
            using var paint = new SKPaint { IsAntialias = true };
            var random = new RandomSequence(5, "picture");
            for (int k = 0; k < 30; k++)
            {
                paint.Color = new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
                canvas.DrawOval(random.Next(width), random.Next(height), 5 + random.Next(60), 5 + random.Next(60), paint);
            }
        }
        using SKData data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    /// <summary>Triangle-filtered reduction of a crop of planes [3, height, width] to [3, side, side], by its definition.</summary>
    private static double[] Reduced(byte[] planes, int height, int width, Crop crop, int side)
    {
        double[] result = new double[3 * side * side];
        double[][] rows = Weights(crop.Height, side), columns = Weights(crop.Width, side);
        for (int colour = 0; colour < 3; colour++)
            for (int y = 0; y < side; y++)
                for (int x = 0; x < side; x++)
                {
                    double sum = 0;
                    for (int v = 0; v < crop.Height; v++)
                    {
                        if (rows[y][v] == 0) continue;
                        for (int u = 0; u < crop.Width; u++)
                            sum += rows[y][v] * columns[x][u] * planes[(colour * height + crop.Top + v) * width + crop.Left + u];
                    }
                    result[(colour * side + y) * side + x] = sum;
                }
        return result;
    }

    private static double[][] Weights(int length, int side)
    {
        double scale = Math.Max(1, length / (double)side);
        return [.. Enumerable.Range(0, side).Select(i =>
        {
            double centre = (i + .5) * length / side;
            double[] all = [.. Enumerable.Range(0, length).Select(k => Math.Max(0, 1 - Math.Abs(k + .5 - centre) / scale))];
            double sum = all.Sum();
            return Array.ConvertAll(all, weight => weight / sum);
        })];
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, 1)]
    [InlineData(SKEncodedImageFormat.Jpeg, 255)]
    public void Crops_are_the_reduced_crops_of_the_whole_image(SKEncodedImageFormat format, double largest)
    {
        const int Side = 32, Width = 230, Height = 170;
        byte[] file = Picture(Width, Height, format);
        string name = $"1.{(format == SKEncodedImageFormat.Png ? "png" : "jpg")}";
        Pictures.Tar(_folder["a.tar"], gzip: false, [($"train/a/{name}", file)]);
        ImageSet set = ImageSets.Load($"imagefolder:{_folder["a.tar"]}@{Side}", new() { Reading = new() { Stream = StreamChoice.Always } });
        byte[] whole = Pictures.Decode(file, name, null, _ => { });
        var random = new RandomSequence(1, "crops");
        // At full size, at sizes between, at the smallest, and to the edges of the image.
        Crop[] crops = [new(0, 0, Height, Width), new(Height - 40, Width - 45, 40, 45), new(3, 5, 64, 64), new(1, 1, 150, 33),
            .. Enumerable.Range(0, 10).Select(_ => RandomResizedCrop.Draw(random, Height, Width))];
        foreach (Crop crop in crops.Where(crop => crop.Height >= Side && crop.Width >= Side))
        {
            PixelWindow window = set.Train.Window(set, 0, crop);
            Assert.Equal((Side, Side), (window.Height, window.Width));
            double[] Differences(Crop part)
                => [.. Reduced(whole, Height, Width, part, Side).Select((value, i) => Math.Abs(value - window.Pixels[i]))];
            double[] here = Differences(crop);
            Assert.True(here.Max() <= largest && here.Average() < 2.5,
                $"{crop}: differs by {here.Max():0.0} at most, {here.Average():0.00} on average");
            // A JPEG's sizes differ at edges; but no crop beside this one fits as well.
            foreach (Crop beside in (Crop[])[crop with { Top = crop.Top + 1 }, crop with { Top = crop.Top - 1 },
                crop with { Left = crop.Left + 1 }, crop with { Left = crop.Left - 1 }])
            {
                if (beside.Top < 0 || beside.Left < 0) continue;
                if (beside.Top + beside.Height > Height || beside.Left + beside.Width > Width) continue;
                double there = Differences(beside).Average();
                Assert.True(here.Average() < .8 * there, $"{crop}: {here.Average():0.00} on average, beside {there:0.00}");
            }
        }
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    public void A_crop_that_does_not_shrink_is_cut_out_bit_by_bit(SKEncodedImageFormat format)
    {
        const int Width = 100, Height = 80;
        byte[] file = Picture(Width, Height, format);
        Pictures.Tar(_folder["a.tar"], gzip: false, [("train/a/1.png", file)]);
        ImageSet set = ImageSets.Load($"imagefolder:{_folder["a.tar"]}@64", new() { Reading = new() { Stream = StreamChoice.Always } });
        byte[] whole = Pictures.Decode(file, "x", null, _ => { });
        var random = new RandomSequence(2, "crops");
        for (int draw = 0; draw < 60; draw++)
        {
            int tall = 1 + random.Next(60), wide = 1 + random.Next(60);
            var crop = new Crop(random.Next(Height - tall + 1), random.Next(Width - wide + 1), tall, wide);
            PixelWindow window = set.Train.Window(set, 0, crop);
            for (int row = 0; row < 3 * tall; row++)
            {
                int colour = row / tall, y = row % tall;
                Assert.Equal(whole.AsSpan((colour * Height + crop.Top + y) * Width + crop.Left, wide),
                    window.Pixels.AsSpan(window.First + colour * window.Plane + y * window.Row, wide));
            }
        }
    }
}
