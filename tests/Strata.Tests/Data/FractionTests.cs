using Strata.Data;

namespace Strata.Tests.Data;

public class FractionTests
{
    [Theory]
    [InlineData("1", 1, 1, "1")]
    [InlineData("1/16", 1, 16, "1/16")]
    [InlineData("2/8", 1, 4, "1/4")]
    [InlineData("0.25", 1, 4, "1/4")]
    [InlineData(".06", 3, 50, "3/50")]
    [InlineData("1.0", 1, 1, "1")]
    public void It_is_read_as_written_and_shown_in_lowest_terms(string text, long numerator, long denominator, string shown)
    {
        Fraction fraction = Fraction.Parse(text);
        Assert.Equal((numerator, denominator, shown), (fraction.Numerator, fraction.Denominator, fraction.ToString()));
        Assert.Equal(fraction, Fraction.Parse(shown));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0/4")]
    [InlineData("5/4")]
    [InlineData("1.5")]
    [InlineData("-1/4")]
    [InlineData("1/0")]
    [InlineData("1/4/2")]
    [InlineData("a quarter")]
    [InlineData("NaN")]
    [InlineData("1e-1")]
    [InlineData("99999999999999999999/3")]
    public void What_is_no_share_between_nothing_and_all_is_refused(string text)
        => Assert.Throws<FormatException>(() => Fraction.Parse(text));

    [Fact]
    public void Its_share_of_a_count_has_no_rounding_error()
    {
        // 0.07 * 100 is 7.000000000000001 and 0.29 * 100 is 28.999999999999996 in doubles.
        Assert.Equal((7, 29, 312), (Fraction.Parse("0.07").Of(100), Fraction.Parse("0.29").Of(100), Fraction.Parse("1/16").Of(5000)));
        Assert.Equal(int.MaxValue, Fraction.One.Of(int.MaxValue));
    }
}
