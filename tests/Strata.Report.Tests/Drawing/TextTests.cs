using System.Xml.Linq;
using SkiaSharp;
using Strata.Report.Drawing;

namespace Strata.Report.Tests.Drawing;

/// <summary>Names in any script, on machines with any fonts or none.</summary>
public class TextTests
{
    [Theory]
    [InlineData("Ширина против данных")]
    [InlineData("宽度与深度")]
    [InlineData("ネットワーク 한국어")]
    [InlineData("شبكة عميقة")]
    [InlineData("רשת עמוקה")]
    [InlineData("ความกว้าง देवनागरी")]
    [InlineData("🐱🚀👨‍👩‍👧")]
    public void Every_letter_is_drawn(string text)
    {
        foreach (string element in TextRun.Elements(text))
        {
            SKTypeface face = Typefaces.For(element, bold: false);
            foreach (System.Text.Rune rune in element.EnumerateRunes().Where(rune => rune.Value is not 0x200d))
                Assert.True(face.ContainsGlyph(rune.Value), $"{rune}");
        }
        Assert.True(Ink.Measure(text) > 20);
        Assert.True(Dark(text) > 100);
    }

    [Fact]
    public void Words_from_right_to_left_keep_their_order_and_their_numbers()
    {
        // Read from the right: the first word, the second, then the number; Latin text goes on to their right.
        string[] runs = [.. TextRun.Of("שלום עולם 12 ResNet", bold: false).Select(run => run.Text)];
        string line = string.Concat(runs);
        Assert.True(line.IndexOf("12", StringComparison.Ordinal) < line.IndexOf("עולם", StringComparison.Ordinal));
        Assert.True(line.IndexOf("עולם", StringComparison.Ordinal) < line.IndexOf("שלום", StringComparison.Ordinal));
        Assert.EndsWith(" ResNet", line);
        Assert.Equal(["ResNet-38, seed 0"], TextRun.Of("ResNet-38, seed 0", bold: false).Select(run => run.Text));
    }

    [Fact]
    public void Text_is_cut_between_characters()
    {
        string cut = Ink.Fit("🐱🐱🐱🐱🐱🐱🐱🐱", 60);
        Assert.EndsWith("…", cut);
        Assert.All(TextRun.Elements(cut[..^1]), element => Assert.Equal("🐱", element));
    }

    [Theory]
    [InlineData("Ширина 宽度 شبكة 🐱")]
    [InlineData("a < b & \"c\"")]
    public void An_SVG_holds_text_as_text_whatever_the_script(string title)
    {
        var chart = new Chart { Title = title, XLabel = "x", YLabel = "深度", Series = [new("ряд", [(1, 1), (2, 3)])] };
        var figure = new ChartFigure([chart]);
        XNamespace names = "http://www.w3.org/2000/svg";
        XElement[] texts = [.. XDocument.Parse(figure.Svg()).Descendants(names + "text")];
        Assert.Contains(title, texts.Select(text => text.Value));
        Assert.Contains("ряд", texts.Select(text => text.Value));
        // One place for the whole line, so that the viewer lays it out in a font that it has.
        Assert.All(texts, text => Assert.DoesNotContain(',', (string)text.Attribute("x")!));
        Assert.All(texts, text => Assert.EndsWith("sans-serif", (string)text.Attribute("font-family")!));
        Assert.Contains("rotate(-90", (string)texts.Single(text => text.Value == "深度").Attribute("transform")!);
    }

    /// <summary>A viewer's machine may have as few fonts as this one.</summary>
    [Fact]
    public void What_only_the_last_font_has_is_shapes_in_an_SVG_too()
    {
        // Of no font but Unifont, on any machine: Osage, of which Debian's other fonts know nothing, or a system font that is then used.
        string title = "𐓏𐓘𐓻𐓘𐓻𐓟";
        bool last = TextRun.Of(title, bold: true).Any(run => Typefaces.IsLastResort(run.Face));
        var chart = new Chart { Title = title, XLabel = "x", YLabel = "y", Series = [new("s", [(1, 1), (2, 3)])] };
        XDocument svg = XDocument.Parse(new ChartFigure([chart]).Svg());
        XNamespace names = "http://www.w3.org/2000/svg";
        XElement text = svg.Descendants(names + "text").Single(node => node.Value == title);
        Assert.Equal(last ? "0" : null, (string?)text.Attribute("fill-opacity"));
        Assert.Equal(last, svg.Descendants(names + "path").Any(path => ((string)path.Attribute("d")!).Length > 500));
    }

    [Fact]
    public void What_XML_cannot_hold_is_replaced_in_an_SVG()
    {
        var chart = new Chart { Title = "a\u0001b\ud800", XLabel = "x", YLabel = "y", Series = [new("s", [(1, 1), (2, 3)])] };
        string svg = new ChartFigure([chart]).Svg();
        XDocument.Parse(svg);
        Assert.Contains("a\ufffdb\ufffd", svg);
    }

    private static int Dark(string text)
    {
        using var bitmap = new SKBitmap(600, 80);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Write(text, 10, 50, 26);
        canvas.Flush();
        return bitmap.Pixels.Count(pixel => pixel.Red < 128);
    }

    [Fact]
    public void Names_that_differ_in_their_last_letters_are_cut_in_their_middle()
    {
        string[] names =
            ["ResNet-14-1x, thumbs-resnet14-1x-s0-0d3f27", "ResNet-14-1x, thumbs-resnet14-1x-s1-0d995c", "ResNet-38-1x, untrained"];
        string[] fitted = Ink.FitEach(names, 110, Ink.Small);
        Assert.Equal(3, fitted.Distinct().Count());
        Assert.EndsWith("0d3f27", fitted[0]);
        Assert.EndsWith("…", fitted[2]);
        Assert.All(fitted, text => Assert.InRange(Ink.Measure(text, Ink.Small), 60, 110));
        Assert.Equal(["1x", "2x"], Ink.FitEach(["1x", "2x"], 40));
    }
}
