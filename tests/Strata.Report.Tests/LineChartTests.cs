using System.Xml.Linq;
using Strata.Report.Drawing;

namespace Strata.Report.Tests;

public class LineChartTests
{
    [Fact]
    public void Writes_both_formats_with_its_words_and_numbers()
    {
        using var folder = new TemporaryFolder();
        new LineChart
        {
            Title = "Accuracy",
            XLabel = "width",
            YLabel = "test accuracy, %",
            LogarithmicX = true,
            XTicks = [1, 2, 10],
            Series = [new("ResNet-38", [(1, 93.8), (2, 95.1), (10, 95.7)]) { Marked = true }, new("untrained", [(1, 10), (2, double.NaN), (10, 11)]) { Dashed = true }],
        }.Write(folder["chart"]);
        Assert.True(new FileInfo(folder["chart.png"]).Length > 1000);
        XDocument svg = XDocument.Load(folder["chart.svg"]);
        string[] texts = [.. svg.Descendants(XName.Get("text", "http://www.w3.org/2000/svg")).Select(text => text.Value.Trim())];
        Assert.Superset(new HashSet<string> { "Accuracy", "width", "test accuracy, %", "ResNet-38", "untrained", "1", "2", "10", "100" }, texts.ToHashSet());
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

    private static bool Near((double, double, double) a, (double, double, double) b)
        => Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-9 && Math.Abs(a.Item3 - b.Item3) < 1e-9;
}
