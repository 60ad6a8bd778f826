using Strata.Runtime;

namespace Strata.Tests.Runtime;

public sealed class ForeignTests
{
    [Theory]
    [InlineData("plain name", "'plain name'")]
    [InlineData("猫 Кот ñ", "'猫 Кот ñ'")]
    [InlineData("", "''")]
    [InlineData("a\u001b[31mred\r\nb\0", "'a\\u001B[31mred\\u000D\\u000Ab\\u0000'")]
    [InlineData("x\u202Egnp.exe\u2028y", "'x\\u202Egnp.exe\\u2028y'")]
    public void What_steers_a_terminal_is_escaped(string text, string quoted) => Assert.Equal(quoted, Foreign.Quoted(text));

    [Fact]
    public void A_long_text_is_cut_and_says_how_long_it_was()
    {
        string quoted = Foreign.Quoted(new string('a', 5000));
        Assert.Equal($"'{new string('a', Foreign.Longest)}… (5000 characters)'", quoted);
        Assert.Equal(5000, Foreign.Path(new string('a', 5000)).Length);
    }

    [Fact]
    public void What_grows_by_escaping_is_cut_all_the_same()
        => Assert.InRange(Foreign.Quoted(new string('\0', 5000)).Length, Foreign.Longest, Foreign.Longest + 30);
}
