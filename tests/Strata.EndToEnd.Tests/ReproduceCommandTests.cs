using System.Text.Json;

namespace Strata.EndToEnd.Tests;

/// <summary>Figures of the paper, from their names to a verdict.</summary>
public class ReproduceCommandTests
{
    /// <summary>Seconds of work: one epoch of the smallest networks.</summary>
    private static readonly string[] s_small = ["--set", "training.epochs=1", "--set", "models[0].depth=8", "--set", "models[0].seeds=2",
        "--set", "similarity.layers=add", "--set", "components.maxExamples=100"];

    [Fact]
    public void A_figure_ends_in_a_page_that_begins_with_its_claim_and_lends_its_networks_to_another()
    {
        using var folder = new WorkFolder();
        RunResult run = folder.Strata(["reproduce", "figure-d1", .. s_small]).Expect(0);
        string[] lines = run.Output.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.StartsWith("Figure D.1: cannot tell. The claim: Size and place", lines[0], StringComparison.Ordinal);
        Assert.Contains("presence: ", lines[1], StringComparison.Ordinal);
        Assert.Equal(Path.Combine("out", "figure-d1-tiny", "report", "index.html"), lines[^1]);
        string page = File.ReadAllText(folder[lines[^1]]);
        Assert.Contains("<section class=\"claim unknown\"", page, StringComparison.Ordinal);
        Assert.Contains("images: thumbs (paper: CIFAR-10)", page, StringComparison.Ordinal);
        JsonElement claim = JsonDocument.Parse(File.ReadAllText(folder["out/figure-d1-tiny/report/claims.json"])).RootElement[0];
        Assert.Equal("Figure D.1", claim.GetProperty("figure").GetString());

        // 2 networks, 2 matrices, 2 components and 2 verdicts are taken; 2 of the zeros are new.
        RunResult other = folder.Strata(["reproduce", "figure-d8", .. s_small]).Expect(0);
        Assert.Contains("8 results are taken from studies beside out/figure-d8-tiny", other.Errors, StringComparison.Ordinal);
        Assert.Contains("2 results made, 8 were there", other.Output, StringComparison.Ordinal);
        Assert.Contains("10 of 10 results are whole", folder.Strata("verify", "out/figure-d8-tiny").Expect(0).Output,
            StringComparison.Ordinal);

        // A study of one's own judges the same claim.
        Assert.Contains("\"claim\": \"figure-d8\"", File.ReadAllText(folder["out/figure-d8-tiny/study.json"]), StringComparison.Ordinal);
        Assert.StartsWith("Figure D.8: cannot tell", folder.Strata("report", "out/figure-d8-tiny").Expect(0).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_has_every_figure_with_what_it_costs()
    {
        using var folder = new WorkFolder();
        string list = folder.Strata("reproduce", "--list", "--quiet").Expect(0).Output;
        foreach (string id in (string[])["figure-1", "figure-d8", "figure-f4", "table-b1-cifar100", "table-f2"])
            Assert.Matches($@"(?m)^ *{id} .*\d+, [\d.]+ (s|min|h|d)", list);
        Assert.Contains("As networks grow deeper or wider", list, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void What_cannot_be_is_told_before_any_work()
    {
        using var folder = new WorkFolder();
        Assert.Contains("FIGURE is missing; 'strata reproduce --list' shows all", folder.Strata("reproduce").Expect(2).Errors,
            StringComparison.Ordinal);
        Assert.Contains("did you mean 'figure-d8'?", folder.Strata("reproduce", "figure-8d").Expect(2).Errors, StringComparison.Ordinal);
        Assert.Contains("huge", folder.Strata("reproduce", "figure-1", "--scale", "huge").Expect(2).Errors, StringComparison.Ordinal);
        Assert.Contains("cifar10", folder.Strata("reproduce", "figure-1", "--scale", "small").Expect(1).Errors, StringComparison.Ordinal);
        Assert.Contains("--partition only goes with --on slurm",
            folder.Strata("reproduce", "figure-1", "--partition", "p").Expect(2).Errors, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void A_dry_run_says_how_long_it_takes_and_writes_nothing()
    {
        using var folder = new WorkFolder();
        string told = folder.Strata("reproduce", "figure-f1", "--data", "digits", "--dry-run").Expect(0).Output;
        Assert.Contains("the rest takes about ", told, StringComparison.Ordinal);
        Assert.Contains("models/digits-resnet26-1x-1of4-s39-", told, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }
}
