using System.Text.RegularExpressions;

namespace Strata.EndToEnd.Tests.Guide;

/// <summary>The documents lead somewhere and can be read: links, columns, sentences.</summary>
public sealed partial class DocumentTextTests
{
    private const int Columns = 140, Words = 25;

    /// <summary>References that are looked up, not read.</summary>
    private static readonly string[] s_references = ["docs/performance/results.md", "docs/performance/why.md"];

    /// <summary>Records of what was measured that are read as prose.</summary>
    private static readonly string[] s_results =
    [
        "docs/results/cifar100-small.md", "docs/results/digits-errors.md", "docs/results/families.md", "docs/results/public-resnets.md",
        "docs/results/reproduced.md",
    ];

    public static TheoryData<string> Documents { get; } = [.. Document.Names];

    public static TheoryData<string> Read { get; } = [.. Document.Names.Except(s_references), .. s_results];

    public static TheoryData<string> All { get; } = [.. Document.All];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_link_leads_to_a_file_and_a_heading_of_it(string name)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, name))!;
        foreach (string link in Document.Of(name).Links().Where(link => !link.Contains("://", StringComparison.Ordinal)))
        {
            string[] parts = link.Split('#', 2);
            string file = parts[0].Length == 0 ? name : Path.GetRelativePath(Repository.Root, Path.GetFullPath(parts[0], folder));
            Assert.True(Path.Exists(Path.Combine(Repository.Root, file)), $"{name}: {link} leads nowhere");
            if (parts.Length > 1)
                Assert.True(Document.Of(file).Anchors().Contains(parts[1]), $"{name}: {link} leads to no heading of {file}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Lines_are_no_longer_than_a_screen_is_wide(string name)
        => Assert.All(Document.Of(name).Prose.Where(line => !IndentedCommand().IsMatch(line.Text)),
            line => Assert.True(line.Text.Length <= Columns, $"{name}:{line.Number} has {line.Text.Length} columns"));

    [Theory]
    [MemberData(nameof(Read))]
    public void Sentences_are_short(string name)
    {
        foreach ((int number, string text) in Document.Of(name).Paragraphs())
        {
            string words = LinkTarget().Replace(CodeSpan().Replace(text, "code"), "$1");
            Assert.All(EndOfSentence().Split(words), sentence =>
                Assert.True(Word().Count(sentence) <= Words, $"{name}:{number}: {Word().Count(sentence)} words: {sentence}"));
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Commands_stand_in_fences_where_they_are_run(string name)
        => Assert.DoesNotContain(Document.Of(name).Prose, line => IndentedCommand().IsMatch(line.Text));

    [Fact]
    public void The_contents_list_every_page()
    {
        IEnumerable<string> pages = Document.All.Where(name => Path.GetDirectoryName(name) == "docs").Select(Path.GetFileName)!;
        Assert.Empty(pages.Except(Document.Of("docs/README.md").Links()).Except(["README.md"]));
    }

    [GeneratedRegex(@"`[^`]*`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"(?<=[.!?][*)""]*)\s+")]
    private static partial Regex EndOfSentence();

    [GeneratedRegex(@"\S*\w\S*")]
    private static partial Regex Word();

    [GeneratedRegex(@"^ {4,}(strata|dotnet|\./test) ")]
    private static partial Regex IndentedCommand();
}
