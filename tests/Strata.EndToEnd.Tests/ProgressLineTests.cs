using Spectre.Console;
using Strata.Cli;

namespace Strata.EndToEnd.Tests;

public sealed class ProgressLineTests
{
    [Theory]
    [InlineData("training resnet38-1x on digits")]
    [InlineData("宽度与数据的研究，名字很长很长很长很长很长很长")]
    [InlineData("\e[2Ja")]
    public void A_line_fits_its_terminal_and_steers_nothing(string what)
    {
        var state = new ProgressState(what, TimeProvider.System);
        state.Report(3, 10, "loss 1.234, train 56.7 %, test 45.6 %, 812 images/s");
        for (int columns = ProgressLine.NarrowestTerminal - 1; columns < 150; columns++)
        {
            string line = ProgressLine.Of(state, columns);
            Assert.True(line.GetCellWidth() <= columns, $"{columns}: {line}");
            Assert.DoesNotContain(line, char.IsControl);
        }
        Assert.Contains("━━━━━━──────────────  3 of 10, loss 1.234", ProgressLine.Of(state, 149), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_stands_above_the_line_however_long_it_is()
    {
        using var terminal = new StringWriter();
        using var stream = new StandardStream(terminal, isError: true, null);
        string message = "warning: " + new string('x', 300);
        stream.ShowStatus("50 %");
        stream.WriteLine(message);
        stream.ShowStatus("60 %");
        stream.Write("half a line, ");
        stream.ShowStatus("70 %");
        stream.WriteLine("\e[31mand the rest");
        stream.ShowStatus("");
        const string Erase = "\r\e[2K";
        string end = Environment.NewLine;
        Assert.Equal(
            $"50 %{Erase}{message}{end}50 %{Erase}60 %{Erase}half a line, \\u001B[31mand the rest{end}70 %{Erase}", terminal.ToString());
    }
}
