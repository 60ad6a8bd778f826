using System.Text.Json;
using Strata.Report.Page;

namespace Strata.Report.Tests;

public class ClaimTests
{
    private static ClaimCard Card(params ClaimVerdict[] parts) => new()
    {
        Name = "claim-figure-1",
        Title = "depth and width",
        Figure = "Figure 1",
        Claim = "Deeper networks <have> a block.",
        Published = "None in ResNet-26.",
        Findings = [.. parts.Select((part, i) => new ClaimFinding($"part {i}", part, $"=measured {i}."))],
        Rule = "It agrees where p < .05.",
        Distance = "images: thumbs (paper: CIFAR-10)",
    };

    private static StudyContent With(ClaimCard card) => Samples.Study() with { Exhibits = [card] };

    [Theory]
    [InlineData(ClaimVerdict.Agrees, ClaimVerdict.Agrees, ClaimVerdict.Agrees)]
    [InlineData(ClaimVerdict.CannotTell, ClaimVerdict.Agrees, ClaimVerdict.CannotTell)]
    [InlineData(ClaimVerdict.Disagrees, ClaimVerdict.Agrees, ClaimVerdict.Disagrees)]
    [InlineData(ClaimVerdict.Disagrees, ClaimVerdict.CannotTell, ClaimVerdict.Disagrees)]
    public void Agreement_takes_all_parts_and_disagreement_one(ClaimVerdict expected, params ClaimVerdict[] parts)
        => Assert.Equal(expected, Card(parts).Verdict);

    [Fact]
    public void A_claim_without_findings_cannot_be_told() => Assert.Equal(ClaimVerdict.CannotTell, Card().Verdict);

    [Fact]
    public void The_page_begins_with_it()
    {
        string page = StudyPage.Build(new StudyView(With(Card(ClaimVerdict.Agrees, ClaimVerdict.CannotTell))));
        int claim = page.IndexOf("<section class=\"claim unknown\"", StringComparison.Ordinal),
            answer = page.IndexOf("<div class=\"answer\">", StringComparison.Ordinal);
        Assert.InRange(claim, 1, answer);
        string card = page[claim..answer];
        foreach (string words in (string[])["Deeper networks &lt;have&gt; a block.", "None in ResNet-26.", "cannot tell", "=measured 0.",
            "p &lt; .05", "images: thumbs (paper: CIFAR-10)"])
            Assert.Contains(words, card, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_ends_with_it()
        => Assert.Equal(["Figure 1: agrees. The claim: Deeper networks <have> a block.", "  part 0: agrees. =measured 0."],
            StudyAnswer.Of(new StudyView(With(Card(ClaimVerdict.Agrees)))).Sentences.Take(2));

    [Fact]
    public void Programs_read_it_from_JSON_and_CSV()
    {
        using var folder = new TemporaryFolder();
        StudyReport.Write(With(Card(ClaimVerdict.Disagrees)), folder["report"]);
        JsonElement claim = Assert.Single(JsonDocument.Parse(File.ReadAllText(folder["report/claims.json"])).RootElement.EnumerateArray());
        Assert.Equal("disagrees", claim.GetProperty("verdict").GetString());
        Assert.Equal("=measured 0.", claim.GetProperty("findings")[0].GetProperty("measured").GetString());
        string[] lines = File.ReadAllLines(folder["report/tables/claims.csv"]);
        Assert.StartsWith("figure,claim,published,verdict,part,partVerdict,measured,rule,distance", lines[0], StringComparison.Ordinal);
        // No formula for a spreadsheet.
        Assert.Contains(",disagrees,part 0,disagrees,'=measured 0.,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_without_a_claim_has_no_trace_of_one()
    {
        using var folder = new TemporaryFolder();
        StudyReport.Write(Samples.Study(), folder["report"]);
        Assert.False(File.Exists(folder["report/claims.json"]));
        Assert.False(File.Exists(folder["report/tables/claims.csv"]));
        Assert.DoesNotContain("<section class=\"claim", File.ReadAllText(folder["report/index.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_studies_on_one_page_keep_their_claims()
    {
        StudyContent joined = JoinedContent.Of([With(Card(ClaimVerdict.Agrees)),
            With(Card(ClaimVerdict.Disagrees)) with { Name = "other" }]);
        Assert.Equal([ClaimVerdict.Agrees, ClaimVerdict.Disagrees], joined.Exhibits.OfType<ClaimCard>().Select(card => card.Verdict));
    }
}
