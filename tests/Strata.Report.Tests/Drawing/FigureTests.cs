using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using SkiaSharp;
using Strata.Report.Drawing;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Tests.Drawing;

public sealed class FigureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_figure_for_print_is_a_PDF_of_its_size_with_its_words_beside_it()
    {
        var figure = new HeatmapFigure(Samples.Within(Samples.Spec(14), null), new() { Title = "Глубина" });
        figure.WriteForPrint(_folder["map"], "What there is to see.\n");
        string pdf = Encoding.Latin1.GetString(File.ReadAllBytes(_folder["map.pdf"]));
        Assert.StartsWith("%PDF-", pdf);
        // A pixel of the screen is .75 points; Skia gives whole points.
        Match box = Regex.Match(pdf, @"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]");
        Assert.True(box.Success);
        Assert.Equal(0.75 * figure.Size.Width, double.Parse(box.Groups[1].Value, InvariantCulture), 0.6);
        Assert.Equal(0.75 * figure.Size.Height, double.Parse(box.Groups[2].Value, InvariantCulture), 0.6);
        // Text is text, not outlines.
        Assert.Contains("/BaseFont", pdf);
        Assert.Equal("What there is to see.\n", File.ReadAllText(_folder["map.txt"]));
    }

    [Fact]
    public void A_PNG_says_how_large_it_is_on_paper_and_is_still_one()
    {
        byte[] png = new HeatmapFigure(Samples.Within(Samples.Spec(14), null), new()).Png();
        int at = png.AsSpan().IndexOf("pHYs"u8);
        // 288 dots an inch.
        Assert.Equal(11339, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at + 4)));
        Assert.Equal(1, png[at + 12]);
        using SKBitmap picture = SKBitmap.Decode(png);
        Assert.NotNull(picture);
    }
}
