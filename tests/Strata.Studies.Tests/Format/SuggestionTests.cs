using FsCheck.Xunit;
using Strata.Settings;

namespace Strata.Studies.Tests.Format;

public class SuggestionTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("source", "sorce", 1)]
    [InlineData("epochs", "eopchs", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    public void Distances_are_those_of_the_textbook(string a, string b, int expected) => Assert.Equal(expected, Suggestion.Distance(a, b));

    [Theory]
    [InlineData("trian", "train")]
    [InlineData("STATSU", "status")]
    [InlineData("x", null)]
    [InlineData("elephant", null)]
    [InlineData("", null)]
    public void A_mistyped_name_is_known_again_and_another_word_is_not(string given, string? expected)
        => Assert.Equal(expected, Suggestion.Nearest(given, ["run", "train", "status", "similarity"]));

    [Fact]
    public void Of_no_names_none_is_near() => Assert.Null(Suggestion.Nearest("train", []));

    [Property]
    public bool Distance_is_symmetric_and_zero_only_between_equals(string? a, string? b)
    {
        (a, b) = (a ?? "", b ?? "");
        return Suggestion.Distance(a, b) == Suggestion.Distance(b, a) && (Suggestion.Distance(a, b) == 0) == (a == b);
    }
}
