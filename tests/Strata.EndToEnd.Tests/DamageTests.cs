using System.Text.Json;
using Strata.Arrays;

namespace Strata.EndToEnd.Tests;

/// <summary>
/// Results that are not as they were written, at the command line: one sentence with the file, an exit code, and the way on.
/// </summary>
public sealed class DamageTests : IDisposable
{
    private const string Model = "m.safetensors", State = Model + ".resume";

    private static readonly string[] s_train = ["train", "--depth", "8", "--width", "1", "--data", "digits", "--epochs", "2", "--fraction",
        "1/8", "--batch", "32", "--output", Model];

    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Flip(string name, int at)
    {
        byte[] bytes = File.ReadAllBytes(_folder[name]);
        bytes[at < 0 ? bytes.Length + at : at] ^= 4;
        File.WriteAllBytes(_folder[name], bytes);
    }

    private void Fails(string sentence, params string[] arguments)
    {
        RunResult result = _folder.Strata(arguments).Expect(1);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.TrimEnd().Split('\n'));
        Assert.DoesNotContain("System.", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("unforeseen", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_models_and_comparisons_are_refused_by_whoever_reads_them()
    {
        _folder.Strata(s_train).Expect(0);
        _folder.Strata("compare", Model, "--data", "digits", "--layers", "add", "--passes", "1", "--output", "c").Expect(0);
        using (JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(_folder["c/manifest.json"])))
        {
            string[] listed = [.. manifest.RootElement.GetProperty("files").EnumerateObject().Select(f => f.Name)];
            Assert.Equal(["cka.npy", "examples.npy", "heatmap.pdf", "heatmap.png", "heatmap.svg", "heatmap.txt", "index.html",
                "layers_a.json", "layers_b.json", "stderr.npy"], listed);
        }
        Assert.Contains("11 files are as they were written", _folder.Strata("verify", "c").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("is as it was written", _folder.Strata("verify", Model).Expect(0).Output, StringComparison.Ordinal);

        Flip("c/cka.npy", -4);
        Fails("cka.npy: is damaged", "blocks", "c/cka.npy");
        Fails("cka.npy: is damaged", "similarity", "c/cka.npy", "c/stderr.npy");
        Fails("cka.npy: is damaged", "verify", "c");
        Flip(Model, -20);
        Fails("m.safetensors: is damaged", "predict", Model, "--data", "digits", "--output", "p.npy");
        Fails("m.safetensors: is damaged", "compare", Model, "--data", "digits", "--output", "d");
        Fails("m.safetensors: is damaged", "verify", Model);
        Fails("m.safetensors: is damaged", s_train);
        _folder.Strata([.. s_train, "--restart"]).Expect(0);
        _folder.Strata("verify", Model).Expect(0);
    }

    [Fact]
    public void A_damaged_state_is_refused_and_restart_begins_anew()
    {
        File.WriteAllText(_folder[State], "no state");
        Fails("give --restart, to begin anew", s_train);
        _folder.Strata([.. s_train, "--restart"]).Expect(0);
        Assert.False(File.Exists(_folder[State]));

        string[] prune = ["prune", Model, "--data", "digits", "--stage", "1", "--keep", "0", "--finetune", "1", "--output",
            "p.safetensors"];
        // Beside what a pruning made; alone it would be a training's.
        _folder.Strata(prune).Expect(0);
        File.WriteAllText(_folder["p.safetensors.resume"], "no state");
        Assert.Contains("give --restart, to begin anew", _folder.Strata(prune).Expect(1).Errors, StringComparison.Ordinal);
        _folder.Strata([.. prune, "--restart"]).Expect(0);
    }

    [Theory]
    [InlineData("{ \"a\\ud800\": [1] }")]
    [InlineData("{ \"a\": [99999999999] }")]
    [InlineData("{ \"a\": [1], \"a\": [2] }")]
    [InlineData("[1]")]
    [InlineData("\"\u001b[31m\"")]
    [InlineData("")]
    public void Groups_that_are_no_groups_are_a_failure_with_the_files_name(string groups)
    {
        NpyFile.Write(_folder["a.npy"], [0, 1, 2, 2, 1, 0, 0, 1], 2, 4);
        NpyFile.Write(_folder["b.npy"], [0, 1, 1, 2, 1, 1, 0, 1], 2, 4);
        NpyFile.Write(_folder["l.npy"], [0, 1, 2, 2], 4);
        File.WriteAllText(_folder["g.json"], groups);
        RunResult result = _folder.Strata("errors", "--a", "a.npy", "--b", "b.npy", "--labels", "l.npy", "--groups", "g.json", "--output",
            "e").Expect(1);
        Assert.StartsWith("g.json: ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Errors);
        Assert.DoesNotContain("System.", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_is_verified_repaired_and_run_again()
    {
        File.WriteAllText(_folder["s.json"], """
            { "name": "s", "data": { "source": "digits" }, "models": [ { "family": "resnet-cifar", "depth": 8 } ],
              "training": { "epochs": 1 }, "similarity": { "layers": "add", "passes": 1 }, "analyses": ["blocks"] }
            """);
        string[] run = ["run", "s.json", "--output", "out"];
        _folder.Strata(run).Expect(0);
        Assert.Contains("s: 3 of 3 results are whole, 0 damaged", _folder.Strata("verify", "out").Expect(0).Output,
            StringComparison.Ordinal);

        string matrix = _folder.Files.First(f => f.EndsWith("cka.npy", StringComparison.Ordinal));
        Flip(matrix, -4);
        Assert.Contains("damaged  similarity", _folder.Strata("status", "out").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("cka.npy is damaged", _folder.Strata("report", "out").Expect(0).Errors, StringComparison.Ordinal);
        Assert.Contains("1 of 3 results are whole, 2 damaged", _folder.Strata("verify", "out").Expect(1).Output, StringComparison.Ordinal);
        Assert.Contains("set aside as damaged", _folder.Strata("verify", "out", "--repair").Expect(0).Output, StringComparison.Ordinal);
        _folder.Strata("verify", "out").Expect(0);
        _folder.Strata(run).Expect(0);
        Assert.Contains("3 of 3 results are whole", _folder.Strata("verify", "out").Expect(0).Output, StringComparison.Ordinal);

        Flip(matrix, -4);
        Assert.Contains("cka.npy is damaged", _folder.Strata(run).Expect(0).Errors, StringComparison.Ordinal);
        _folder.Strata("verify", "out").Expect(0);
        Flip("out/plan.json", 300);
        Fails("run the study again", "status", "out");
        Assert.Contains("plan.json", _folder.Strata(run).Expect(0).Errors, StringComparison.Ordinal);
        _folder.Strata("verify", "out").Expect(0);
    }
}
