using SkiaSharp;

namespace Strata.Report.Drawing;

/// <summary>The cells of a heatmap as an image: whole pixels for every cell, the first row at the bottom.</summary>
internal static class Cells
{
    /// <param name="values">[rows, columns]</param>
    /// <param name="height">Pixels of a row.</param>
    /// <param name="width">Pixels of a column.</param>
    /// <param name="brightest">The value of the brightest colour.</param>
    /// <param name="reversed">Whether that is the darkest, and 0 the brightest.</param>
    public static SKImage Image(double[,] values, int height, int width, double brightest = 1, bool reversed = false)
    {
        int rows = values.GetLength(0), columns = values.GetLength(1), stride = columns * width;
        var pixels = new uint[rows * height * stride];
        for (int row = 0; row < rows; row++)
        {
            int top = (rows - 1 - row) * height * stride;
            for (int column = 0; column < columns; column++)
            {
                double share = values[row, column] / brightest;
                pixels.AsSpan(top + column * width, width).Fill(Rgba(Magma.Of(reversed ? 1 - share : share)));
            }
            for (int line = 1; line < height; line++) pixels.AsSpan(top, stride).CopyTo(pixels.AsSpan(top + line * stride));
        }
        var info = new SKImageInfo(stride, rows * height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        return SKImage.FromPixelCopy(info, System.Runtime.InteropServices.MemoryMarshal.AsBytes<uint>(pixels));
    }

    private static uint Rgba(SKColor colour) => 0xff000000u | (uint)colour.Blue << 16 | (uint)colour.Green << 8 | colour.Red;
}
