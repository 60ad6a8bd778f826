using Strata.Runtime;

namespace Strata.Tests.Runtime;

public class WrittenNumberTests
{
    [Theory]
    [InlineData(0.02, "0.02")]
    [InlineData(1e-6, "1e-6")]
    [InlineData(-2.5e-12, "-2.5e-12")]
    [InlineData(1e20, "1e20")]
    [InlineData(0, "0")]
    public void Numbers_are_written_as_people_write_them(double number, string written) => Assert.Equal(written, WrittenNumber.Of(number));

    [Fact]
    public void A_format_leaves_as_many_digits_as_it_says() => Assert.Equal("2.4e-7", WrittenNumber.Of(2.4417e-7, "G2"));

    [Fact]
    public void So_are_those_of_ranges()
        => Assert.Equal("above 1e-7 and up to 100", $"{new OptionRange<double>(1e-7, 100, Above: true)}");
}
