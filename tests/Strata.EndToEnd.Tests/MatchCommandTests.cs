using System.Text.Json;

namespace Strata.EndToEnd.Tests;

/// <summary><c>strata match</c> on the embedded digits, where the width that it should find is known.</summary>
public sealed class MatchCommandTests : IDisposable
{
    private const string Study = """
        {
          "name": "match", "data": { "source": "digits", "fractions": "1/4" },
          "models": [
            { "family": "resnet-cifar", "depth": 8, "width": 0.5, "seeds": 3 },
            { "family": "resnet-cifar", "depth": 8, "width": [0.125, 2], "seeds": 3 }
          ],
          "training": { "epochs": 8, "batch": 32, "learningRate": 0.05, "weightDecay": 2e-4, "evaluateEvery": 8 },
          "analyses": ["errors"], "errors": { "resamples": 0 }, "similarity": { "within": false }
        }
        """;

    private readonly WorkFolder _folder = new();

    public MatchCommandTests() => File.WriteAllText(_folder["study.json"], Study);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_width_between_those_trained_is_found_kept_and_compared()
    {
        RunResult first = _folder.Strata("match", "study.json", "--output", "out", "--confirm", "4", "--rounds", "2", "--within", "20");
        // Four networks of each may differ by chance, but what was tried is told either way.
        Assert.True(first.ExitCode is 0 or 1, first.Errors);
        JsonElement found = JsonDocument.Parse(File.ReadAllText(_folder["out/match.json"])).RootElement;
        Assert.InRange(found.GetProperty("width").GetDouble(), .1875, 1.9375);
        Assert.Equal("resnet8-0.5x-1of4", found.GetProperty("reference").GetString());
        JsonElement[] rounds = [.. found.GetProperty("rounds").EnumerateArray()];
        Assert.InRange(rounds.Length, 1, 2);
        Assert.Equal(first.ExitCode == 0, rounds[^1].GetProperty("holds").GetBoolean());
        Assert.Equal(3 + 4 * rounds.Length, found.GetProperty("referenceModels").GetInt32());
        Assert.All(rounds, round => Assert.Contains($"width {round.GetProperty("width").GetDouble():0.####}: ", first.Output));

        // A second time nothing is trained, and the pair's study finds its networks.
        RunResult again = _folder.Strata("match", "study.json", "--output", "out", "--confirm", "4", "--rounds", "2", "--within", "20");
        Assert.Equal((first.ExitCode, first.Output), (again.ExitCode, again.Output));
        Assert.DoesNotContain("done: train", again.Errors, StringComparison.Ordinal);
        Assert.Equal(first.ExitCode == 0, File.Exists(_folder["out/matched.json"]));
        if (first.ExitCode == 0)
        {
            RunResult pair = _folder.Strata("run", "out/matched.json", "--output", "out").Expect(0);
            Assert.DoesNotContain("done: train", pair.Errors, StringComparison.Ordinal);
            string errors = Assert.Single(Directory.GetDirectories(_folder["out/errors"]));
            Assert.True(File.Exists(Path.Combine(errors, "tests.json")));
        }
        _folder.Strata("verify", "out").Expect(0);
    }

    [Theory]
    [InlineData(2, "models: 1 of them; expected 2", "models=[{\"family\":\"resnet-cifar\",\"depth\":8,\"seeds\":2}]")]
    [InlineData(2, "models[1].width: expected at least two widths", "models[1].width=1")]
    public void A_study_that_is_none_for_it_is_refused(int exitCode, string message, string set)
    {
        RunResult result = _folder.Strata("match", "study.json", "--output", "wrong", "--set", set).Expect(exitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["wrong"]));
    }

    [Fact]
    public void An_accuracy_that_no_width_reaches_names_what_to_add()
    {
        RunResult result = _folder.Strata("match", "study.json", "--output", "low", "--set", "models[0].width=2", "--set",
            "models[1].width=[0.125,0.1875]", "--set", "models[0].seeds=2", "--set", "models[1].seeds=2").Expect(1);
        Assert.Contains("is more than any width reached", result.Errors, StringComparison.Ordinal);
        Assert.Contains("add a larger one to models[1].width, what is trained stays", result.Errors, StringComparison.Ordinal);
    }
}
