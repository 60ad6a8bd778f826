namespace Strata.EndToEnd.Tests;

/// <summary>From a question to a study's file to its page.</summary>
public class NewCommandTests
{
    [Fact]
    public void A_study_is_made_explained_and_run_and_no_file_is_replaced()
    {
        using var folder = new WorkFolder();
        string[] small = ["--data", "digits", "--set", "models=[{\"family\":\"resnet-cifar\",\"depth\":8}]", "--set", "training.epochs=2",
            "--set", "similarity.layers=add"];
        string told = folder.Strata(["new", "depth", .. small]).Expect(0).Output;
        Assert.StartsWith("depth.json: What changes inside a network", told, StringComparison.Ordinal);
        Assert.Contains("1 network, 1 similarity matrix, 2 analyses of digits; takes about ", told, StringComparison.Ordinal);
        Assert.Contains("strata run depth.json", told, StringComparison.Ordinal);
        Assert.Equal(["depth.json"], folder.Files);

        string text = File.ReadAllText(folder["depth.json"]);
        Assert.Contains("depth.json is there already; --output names another file",
            folder.Strata("new", "depth").Expect(1).Errors, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(folder["depth.json"]));

        RunResult run = folder.Strata("run", "depth.json").Expect(0);
        string[] lines = run.Output.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal(Path.Combine("out", "depth", "report", "index.html"), lines[^1]);
        Assert.Matches("^4 results made, 0 were there, in ", lines[^2]);
        // Whatever it says, it says what the page says.
        Assert.Contains(lines[0], File.ReadAllText(folder[lines[^1]]), StringComparison.Ordinal);

        RunResult again = folder.Strata("run", "depth.json").Expect(0);
        Assert.Equal(lines[..^2], again.Output.ReplaceLineEndings("\n").TrimEnd().Split('\n')[..^2]);
        Assert.Contains("0 results made, 4 were there", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_of_ones_own_images_or_models_says_what_it_still_lacks()
    {
        using var folder = new WorkFolder();
        Assert.Contains("not ready yet: images", folder.Strata("new", "own-images").Expect(0).Output, StringComparison.Ordinal);
        string models = folder.Strata("new", "own-models", "--data", "digits", "--output", "m.json").Expect(0).Output;
        Assert.Contains("not ready yet: ", models, StringComparison.Ordinal);
        Assert.Contains("models/*", models, StringComparison.Ordinal);
        Assert.Equal(["m.json", "own-images.json"], folder.Files);
    }

    [Fact]
    public void A_study_that_cannot_be_run_is_not_made()
    {
        using var folder = new WorkFolder();
        Assert.Contains("--set models[0].depth: models[0].depth: 15 is not 6n + 2",
            folder.Strata("new", "depth", "--set", "models[0].depth=15").Expect(2).Errors, StringComparison.Ordinal);
        Assert.Contains("training.epochs: 0 is not",
            folder.Strata("new", "depth", "--set", "training.epochs=0").Expect(2).Errors, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void A_study_goes_from_one_command_into_another()
    {
        using var folder = new WorkFolder();
        RunResult dry = folder.Shell("\"$strata\" new errors --set 'models[0].seeds=2' --set 'models[1].seeds=2' --output /dev/stdout "
            + "| \"$strata\" run - --dry-run").Expect(0);
        Assert.Contains("0 of 5 results are there", dry.Output, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void A_study_that_comes_with_the_program_needs_no_file_and_yields_to_one()
    {
        using var folder = new WorkFolder();
        Assert.Contains("0 of ", folder.Strata("run", "quickstart", "--dry-run", "--set", "training.epochs=1").Expect(0).Output,
            StringComparison.Ordinal);
        File.WriteAllText(folder["quickstart"], "{ \"name\": \"mine\" }");
        Assert.Contains("quickstart:1: 'data' is missing", folder.Strata("run", "quickstart", "--dry-run").Expect(2).Errors,
            StringComparison.Ordinal);
    }
}
