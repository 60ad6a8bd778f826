using System.Xml.Linq;
using SkiaSharp;
using Strata.Models;
using Strata.Report.Drawing;
using Strata.Similarity;

namespace Strata.Report.Tests;

public class HeatmapTests
{
    /// <summary>Every entry its own value, so that a picture that is turned or mirrored shows.</summary>
    private static SimilarityMatrix Corners()
    {
        var values = new double[3, 4];
        for (int row = 0; row < 3; row++)
            for (int column = 0; column < 4; column++)
                values[row, column] = (1 + 4 * row + column) / 13.0;
        values[1, 2] = double.NaN;
        LayerInfo[] Layers(int count)
            => [.. Enumerable.Range(0, count).Select(i => new LayerInfo(i, $"layer{i}", "conv", null, null, [2]))];
        return new()
        {
            Values = values,
            StandardErrors = new double[3, 4],
            LayersA = Layers(3),
            LayersB = Layers(4),
            Examples = new int[1, 4],
            Undefined = [],
            Warnings = [],
            Within = false
        };
    }

    [Fact]
    public void Puts_the_input_at_the_lower_left_rows_up_and_columns_to_the_right()
    {
        SimilarityMatrix matrix = Corners();
        var figure = new HeatmapFigure(matrix, new HeatmapOptions { Title = "corners" });
        using SKBitmap picture = SKBitmap.Decode(figure.Png());
        SKRect plot = figure.Plot;
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                float x = plot.Left + (column + 0.5f) * plot.Width / 4, y = plot.Bottom - (row + 0.5f) * plot.Height / 3;
                Assert.Equal(Magma.Of(matrix.Values[row, column]), picture.GetPixel((int)(x * Figure.Scale), (int)(y * Figure.Scale)));
            }
        }
        Assert.Equal(Magma.Undefined, Magma.Of(matrix.Values[1, 2]));
    }

    [Fact]
    public void Bright_is_alike_for_distances_too()
    {
        SimilarityMatrix matrix = Corners();
        var figure = new HeatmapFigure(matrix, new HeatmapOptions { Brightest = 2, IsDistance = true });
        using SKBitmap picture = SKBitmap.Decode(figure.Png());
        SKColor Pixel(float x, float y) => picture.GetPixel((int)(x * Figure.Scale), (int)(y * Figure.Scale));
        SKRect plot = figure.Plot;
        Assert.Equal(Magma.Of(1 - matrix.Values[0, 0] / 2), Pixel(plot.Left + plot.Width / 8, plot.Bottom - plot.Height / 6));
        Assert.Equal(Magma.Undefined, Pixel(plot.Left + plot.Width * 5 / 8, plot.MidY));
        // The key of the colours is bright at 0, below.
        Assert.Equal(Magma.Of(1), Pixel(plot.Right + 25, plot.Bottom - 2));
    }

    [Theory]
    [InlineData(14)]
    [InlineData(38)]
    [InlineData(110)]
    public void Draws_whole_pixels_for_every_cell(int depth)
    {
        SimilarityMatrix matrix = Samples.Within(Samples.Spec(depth), null);
        var figure = new HeatmapFigure(matrix, new HeatmapOptions());
        using SKBitmap picture = SKBitmap.Decode(figure.Png());
        int count = matrix.LayersA.Count, left = (int)(figure.Plot.Left * Figure.Scale), bottom = (int)(figure.Plot.Bottom * Figure.Scale);
        int cell = (int)Math.Round(figure.Plot.Width * Figure.Scale / count);
        Assert.True(cell >= 2);
        // All four corners of a cell have its colour: nothing is blended with a neighbour.
        for (int row = 0; row < count; row += 7)
        {
            for (int column = 0; column < count; column += 5)
            {
                SKColor expected = Magma.Of(matrix.Values[row, column]);
                int x = left + column * cell, y = bottom - (row + 1) * cell;
                foreach (var (dx, dy) in new[] { (0, 0), (cell - 1, 0), (0, cell - 1), (cell - 1, cell - 1) })
                    Assert.Equal(expected, picture.GetPixel(x + dx, y + dy));
            }
        }
    }

    [Fact]
    public void Writes_a_picture_with_text_and_a_well_formed_SVG_with_the_same_cells()
    {
        using var folder = new TemporaryFolder();
        ModelSpec spec = Samples.Spec(14);
        Heatmap.Write(Samples.Within(spec, (0.3, 0.6), 0, 45), folder["map"], new HeatmapOptions
        {
            Title = "a < b & \"c\"",
            Shares = Samples.Shares(spec, (0.3, 0.6)),
            Windows = [new(2, 10, false), new(16, 30, true, "block structure"), new(32, 41, false)],
        });
        using SKBitmap picture = SKBitmap.Decode(folder["map.png"]);
        // The title is drawn although a machine may have no fonts: dark pixels in the top strip.
        Assert.Contains(Enumerable.Range(0, picture.Width * 60), i => picture.GetPixel(i % picture.Width, i / picture.Width).Red < 80);

        XDocument svg = XDocument.Load(folder["map.svg"]);
        XNamespace names = "http://www.w3.org/2000/svg";
        string[] texts = [.. svg.Descendants(names + "text").Select(text => text.Value.Trim())];
        Assert.Contains("a < b & \"c\"", texts);
        Assert.Contains("stage 1", texts);
        Assert.Contains("undefined", texts);
        // Every window has its bracket and its label.
        Assert.Contains("layers 16–30: block structure", texts);
        Assert.Superset(new HashSet<string> { "2–10", "32–41" }, texts.ToHashSet());
        string image = svg.Descendants(names + "image").First().Attribute(XName.Get("href", "http://www.w3.org/1999/xlink"))!.Value;
        Assert.StartsWith("data:image/png;base64,", image);
        using SKBitmap cells = SKBitmap.Decode(Convert.FromBase64String(image["data:image/png;base64,".Length..]));
        Assert.Equal(Magma.Of(1), cells.GetPixel(0, cells.Height - 1));
    }

    [Fact]
    public void Says_undefined_only_where_something_is()
    {
        var figure = new HeatmapFigure(Samples.Within(Samples.Spec(14), null), new HeatmapOptions());
        Assert.DoesNotContain("undefined", figure.Svg());
    }

    [Fact]
    public void Refuses_shares_and_windows_that_do_not_fit()
    {
        SimilarityMatrix matrix = Corners();
        Assert.Contains("3 shares for 4 layers",
            Assert.Throws<ArgumentException>(() => new HeatmapFigure(matrix, new() { Shares = [1, 1, 1] })).Message);
        Assert.Contains("window 2–4",
            Assert.Throws<ArgumentException>(() => new HeatmapFigure(matrix, new() { Windows = [new(2, 4)] })).Message);
    }
}
