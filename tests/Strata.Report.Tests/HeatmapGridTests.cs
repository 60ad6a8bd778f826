using SkiaSharp;
using Strata.Report.Drawing;

namespace Strata.Report.Tests;

public class HeatmapGridTests
{
    [Fact]
    public void Shows_networks_of_any_depth_in_panels_of_like_size()
    {
        HeatmapPanel Panel(int depth)
            => new(Samples.Within(Samples.Spec(depth), null))
            {
                Caption = "93.1 %, none",
                Shares = Samples.Shares(Samples.Spec(depth), null)
            };
        var grid = new HeatmapGrid
        {
            Title = "Depth",
            RowTitle = "depth",
            ColumnTitle = "width",
            Rows = ["14", "38"],
            Columns = ["1x", "2x"],
            Panels = new[,] { { Panel(14), null }, { Panel(38), Panel(38) } }
        };
        var figure = new HeatmapGridFigure(grid);
        using SKBitmap picture = SKBitmap.Decode(figure.Png());
        Assert.Equal((figure.Size.Width * Figure.Scale, figure.Size.Height * Figure.Scale), (picture.Width, picture.Height));
        // The brightest colour stands on the diagonals of three maps and at the top of the colour bar.
        Assert.Contains(Magma.Of(1), picture.Pixels);
        string svg = figure.Svg();
        Assert.Equal(4, svg.Split("<image ").Length - 1);
        Assert.Contains("no model", svg);
        // The frames of all three maps and of the empty panel are as large as each other, whatever the depth.
        Assert.Equal(4, System.Xml.Linq.XDocument.Parse(svg).Descendants().Where(e => e.Name.LocalName == "rect")
            .Count(e => (string?)e.Attribute("width") == "151" && (string?)e.Attribute("height") == "151"));
    }

    [Fact]
    public void Refuses_labels_that_do_not_fit()
        => Assert.Throws<ArgumentException>(() =>
            new HeatmapGridFigure(new() { Rows = ["a"], Columns = [], Panels = new HeatmapPanel?[1, 1] }));
}
