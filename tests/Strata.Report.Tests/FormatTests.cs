namespace Strata.Report.Tests;

public class FormatTests
{
    [Theory]
    [InlineData(0.9412, ".941")]
    [InlineData(-0.0312, "-.031")]
    [InlineData(1.0, "1")]
    [InlineData(0.0, "0")]
    [InlineData(double.NaN, "–")]
    public void Writes_similarities_in_three_decimals(double value, string expected) => Assert.Equal(expected, Format.Unit(value));

    [Theory]
    [InlineData(175_626, "0.176 M")]
    [InlineData(56_100_000, "56.1 M")]
    [InlineData(8_290_000_000, "8.29 G")]
    [InlineData(999, "999")]
    public void Writes_counts_as_the_papers_do(long count, string expected)
        => Assert.Equal(expected, Format.Count(count).Replace(Format.Space, ' '));

    [Theory]
    [InlineData(12.4, "12 s")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(11_520, "3 h 12 min")]
    public void Writes_durations_in_two_units(double seconds, string expected)
        => Assert.Equal(expected, Format.Duration(seconds).Replace(Format.Space, ' '));
}
