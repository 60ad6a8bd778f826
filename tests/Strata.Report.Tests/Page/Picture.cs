using SkiaSharp;

namespace Strata.Report.Tests.Page;

/// <summary>What a page looks like, at half of its size; and where two of them look different.</summary>
internal sealed class Picture(byte[] png)
{
    /// <summary>Pixels of a square whose mean colour is compared: letters that are drawn a little otherwise look the same.</summary>
    private const int Tile = 8;

    /// <summary>By how much a channel's mean may differ, of 255.</summary>
    private const double Tolerance = 10;

    public byte[] Png { get; } = png;

    /// <summary>Of a screenshot.</summary>
    public static Picture Halved(byte[] screenshot)
    {
        using SKBitmap whole = SKBitmap.Decode(screenshot);
        using SKBitmap half = whole.Resize(new SKSizeI(whole.Width / 2, whole.Height / 2), new SKSamplingOptions(SKFilterMode.Linear));
        return new(Encode(half));
    }

    /// <summary>How many squares look different, and this picture with a red frame around each; other sizes differ in everything.</summary>
    public (int Squares, Picture Marked) Against(Picture reference)
    {
        using SKBitmap now = SKBitmap.Decode(Png), then = SKBitmap.Decode(reference.Png), marked = now.Copy();
        int columns = (now.Width + Tile - 1) / Tile, rows = (now.Height + Tile - 1) / Tile;
        if (now.Width != then.Width || now.Height != then.Height) return (columns * rows, this);
        using var canvas = new SKCanvas(marked);
        using var red = new SKPaint { Color = SKColors.Red, Style = SKPaintStyle.Stroke };
        int different = 0;
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
            {
                var square = SKRectI.Create(column * Tile, row * Tile, Math.Min(Tile, now.Width - column * Tile),
                    Math.Min(Tile, now.Height - row * Tile));
                double[] a = Mean(now, square), b = Mean(then, square);
                if (a.Zip(b, (x, y) => Math.Abs(x - y)).Max() <= Tolerance) continue;
                different++;
                canvas.DrawRect(square, red);
            }
        return (different, new(Encode(marked)));
    }

    private static double[] Mean(SKBitmap picture, SKRectI square)
    {
        double[] sums = new double[3];
        for (int y = square.Top; y < square.Bottom; y++)
            for (int x = square.Left; x < square.Right; x++)
            {
                SKColor pixel = picture.GetPixel(x, y);
                sums[0] += pixel.Red;
                sums[1] += pixel.Green;
                sums[2] += pixel.Blue;
            }
        return [.. sums.Select(sum => sum / (square.Width * square.Height))];
    }

    private static byte[] Encode(SKBitmap picture)
    {
        using SKData data = picture.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
