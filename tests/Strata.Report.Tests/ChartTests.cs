using System.Xml.Linq;
using Strata.Report.Drawing;

namespace Strata.Report.Tests;

public class ChartTests
{
    [Fact]
    public void Writes_both_formats_with_its_words_and_numbers()
    {
        using var folder = new TemporaryFolder();
        new Chart
        {
            Title = "Accuracy",
            XLabel = "width",
            YLabel = "test accuracy, %",
            LogarithmicX = true,
            XTicks = [1, 2, 10],
            Series = [new("ResNet-38", [(1, 93.8), (2, 95.1), (10, 95.7)]) { Marked = true },
                new("untrained", [(1, 10), (2, double.NaN), (10, 11)]) { Dashed = true }],
        }.Write(folder["chart"]);
        Assert.True(new FileInfo(folder["chart.png"]).Length > 1000);
        XDocument svg = XDocument.Load(folder["chart.svg"]);
        string[] texts = [.. svg.Descendants(XName.Get("text", "http://www.w3.org/2000/svg")).Select(text => text.Value.Trim())];
        Assert.Superset(new HashSet<string> { "Accuracy", "width", "test accuracy, %", "ResNet-38", "untrained", "1", "2", "10", "100" },
            texts.ToHashSet());
    }

    [Theory]
    [InlineData(92, 96, 92, 96, 1)]
    [InlineData(0.013, 2.3, 0, 2.5, 0.5)]
    [InlineData(5, 5, 4.4, 5.6, 0.2)]
    public void Ends_the_vertical_axis_at_round_numbers(double low, double high, double first, double last, double step)
    {
        AxisRange range = AxisRange.Round([low, high], 5, fromZero: false);
        Assert.Equal((first, last, step), (range.Low, range.High, range.Ticks[1] - range.Ticks[0]), Near);
    }

    [Fact]
    public void A_plane_of_distances_has_equal_scales_and_dots_alone()
    {
        var chart = new Chart
        {
            XLabel = "x",
            YLabel = "y",
            EqualScales = true,
            Series = [new("wide", [(0, 0), (1, 0)]) { Scattered = true }, new("high", [(0.5, 0.1)]) { Scattered = true }]
        };
        XDocument svg = XDocument.Parse(new ChartFigure([chart]).Svg());
        XName Named(string name) => XName.Get(name, "http://www.w3.org/2000/svg");
        var dots = svg.Descendants(Named("ellipse")).Concat(svg.Descendants(Named("circle")))
            .Select(dot => (X: (double)dot.Attribute("cx")!, Y: (double)dot.Attribute("cy")!)).ToList();
        // The points of all series, then one dot for each in the legend.
        Assert.Equal(5, dots.Count);
        Assert.Equal((dots[1].X - dots[0].X) / 10, dots[0].Y - dots[2].Y, 0.5);
        Assert.DoesNotContain(svg.Descendants(Named("path")),
            path => ((string?)path.Attribute("stroke"))?.Equals("#0072B2", StringComparison.OrdinalIgnoreCase) == true);
    }

    [Fact]
    public void A_widened_range_keeps_its_middle_and_gets_round_ticks()
    {
        AxisRange range = AxisRange.Around([0.1, 0.3], null, false).Widened(2);
        Assert.Equal((-0.8, 1.2), (range.Low, range.High), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-9
            && Math.Abs(a.Item2 - b.Item2) < 1e-9);
        Assert.Equal([-0.5, 0, 0.5, 1], range.Ticks.Select(tick => Math.Round(tick, 9)));
    }

    private static bool Near((double, double, double) a, (double, double, double) b)
        => Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-9 && Math.Abs(a.Item3 - b.Item3) < 1e-9;
}
