using System.Text.Json;

namespace Strata.EndToEnd.Tests;

/// <summary>A study from its file to its page.</summary>
public sealed class StudyTests
{
    private const string Study = """
        { // a study
          "name": "contract", "data": { "source": "digits" },
          "models": [ { "family": "resnet-cifar", "depth": [14], "width": [1], "seeds": 2 } ],
          "training": { "epochs": 1 }, "similarity": { "layers": "relu", "across": "seeds" },
        }
        """;

    [Fact]
    public void A_study_leaves_its_artifacts_and_page_and_a_second_run_makes_nothing_again()
    {
        using var folder = new WorkFolder();
        File.WriteAllText(folder["s.json"], Study);
        folder.Strata("run", "s.json", "--output", "out").Expect(0);

        string[] models = Directory.GetDirectories(folder["out/models"]), maps = Directory.GetDirectories(folder["out/similarity"]);
        Assert.Equal(2, models.Length);
        Assert.Equal(3, maps.Length);
        foreach (string model in models)
            Assert.All(["manifest.json", "weights.safetensors", "training.jsonl", "predictions.npy"],
                file => Assert.True(File.Exists(Path.Combine(model, file)), file));
        Assert.All(maps, map => Assert.True(File.Exists(Path.Combine(map, "cka.npy"))));
        Assert.All(["out/study.json", "out/report/index.html"], file => Assert.True(File.Exists(folder[file]), file));

        Dictionary<string, DateTime> before = models.Concat(maps).SelectMany(Directory.GetFiles)
            .ToDictionary(file => file, File.GetLastWriteTimeUtc);
        folder.Strata("run", "s.json", "--output", "out").Expect(0);
        Assert.All(before, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));

        folder.Strata("report", "out").Expect(0);
        Assert.Equal(JsonValueKind.Object,
            JsonDocument.Parse(folder.Strata("status", "out", "--json").Expect(0).Output).RootElement.ValueKind);
    }

    [Fact]
    public void A_dry_run_says_what_there_is_to_do_and_how_long_it_takes_and_writes_nothing()
    {
        using var folder = new WorkFolder();
        File.WriteAllText(folder["s.json"], Study);
        string output = folder.Strata("run", "s.json", "--output", "out", "--dry-run").Expect(0).Output;
        Assert.Contains("0 of 9 results are there", output, StringComparison.Ordinal);
        Assert.Matches(
            @"the rest takes about [0-9.]+ (s|min).* on this machine with \d+ threads? and [0-9.]+ GiB of memory: .* multiply-adds",
            output);
        Assert.Contains("on 3 machines like this one",
            folder.Strata("run", "s.json", "--output", "out", "--dry-run", "--machines", "3").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("--machines only goes with --dry-run",
            folder.Strata("run", "s.json", "--output", "out", "--machines", "2").Expect(2).Errors, StringComparison.Ordinal);
        Assert.Contains("--machines: 0 is not from 1 to 10000",
            folder.Strata("run", "s.json", "--output", "out", "--dry-run", "--machines", "0").Expect(2).Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public void A_study_of_errors_compares_populations_and_nothing_else()
    {
        const string Errors = """
            {
              "name": "errors", "data": { "source": "digits", "fractions": "1/2" },
              "models": [ { "family": "resnet-cifar", "depth": 8, "width": [0.5, 1], "seeds": 3 } ],
              "training": { "epochs": 3, "batch": 32, "learningRate": 0.05 }, "similarity": { "within": false },
              "analyses": ["errors"], "errors": { "groups": "g.json", "resamples": 100 }
            }
            """;
        using var folder = new WorkFolder();
        File.WriteAllText(folder["s.json"], Errors);
        File.WriteAllText(folder["g.json"], "{ \"round\": [0, 3, 6, 8, 9] }");
        folder.Strata("run", "s.json", "--output", "out").Expect(0);
        Assert.False(Directory.Exists(folder["out/similarity"]));
        string errors = Assert.Single(Directory.GetDirectories(folder["out/errors"]));
        Assert.Contains('~', Path.GetFileName(errors));
        Assert.All(["examples.parquet", "classes.csv", "confusions.csv", "tests.json", "manifest.json", "errors.png", "errors.svg",
            "gallery.webp", "gallery.json"],
            file => Assert.True(new FileInfo(Path.Combine(errors, file)).Length > 0, file));
        JsonElement tests = JsonDocument.Parse(File.ReadAllText(Path.Combine(errors, "tests.json"))).RootElement;
        Assert.Equal(3, tests.GetProperty("a").GetProperty("models").GetInt32());
        Assert.Equal("round", tests.GetProperty("groups")[0].GetProperty("name").GetString());
        Assert.InRange(tests.GetProperty("agreement").GetProperty("across").GetProperty("jensenShannon").GetDouble(), 1e-6, 1);
        Assert.Contains("<section id=\"errors\">", File.ReadAllText(folder["out/report/index.html"]), StringComparison.Ordinal);
        Assert.Contains("7 of 7 done", folder.Strata("status", "out").Expect(0).Output, StringComparison.Ordinal);

        // Other groups make the comparison again, but train nothing.
        Dictionary<string, DateTime> models = Directory.GetFiles(folder["out/models"], "weights.safetensors", SearchOption.AllDirectories)
            .ToDictionary(file => file, File.GetLastWriteTimeUtc);
        File.WriteAllText(folder["g.json"], "{ \"straight\": [1, 4, 7] }");
        folder.Strata("run", "s.json", "--output", "out").Expect(0);
        Assert.Contains("straight", File.ReadAllText(Path.Combine(errors, "tests.json")), StringComparison.Ordinal);
        Assert.All(models, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
    }

    [Fact]
    public void Populations_of_the_same_networks_are_not_compared_and_the_rest_is_made()
    {
        using var folder = new WorkFolder();
        foreach (string seed in (string[])["0", "1"])
        {
            folder.Strata("train", "--depth", "8", "--width", "0.25", "--data", "digits", "--epochs", "8", "--batch", "32",
                "--learning-rate", "0.05", "--seed", seed, "--output", $"a{seed}.safetensors").Expect(0);
            folder.Strata("export", $"a{seed}.safetensors", "--onnx", "--output", $"b{seed}.onnx").Expect(0);
        }
        File.WriteAllText(folder["s.json"], """
            { "name": "s", "data": { "source": "digits" },
              "models": [{ "files": "a?.safetensors", "group": "a" }, { "files": "b?.onnx", "group": "b" }],
              "similarity": { "within": false }, "analyses": ["errors"] }
            """);
        folder.Strata("run", "s.json", "--output", "out").Expect(0);
        string manifest = File.ReadAllText(folder["out/errors/a~b/manifest.json"]);
        Assert.Contains("a and b have the same predictions, model by model", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_member_is_wrong_usage_and_names_itself()
    {
        using var folder = new WorkFolder();
        File.WriteAllText(folder["t.json"], Study.Replace("\"source\"", "\"sorce\"", StringComparison.Ordinal));
        Assert.Contains("sorce", folder.Strata("run", "t.json", "--output", "out").Expect(2).Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out/models"]));
    }

    [Fact]
    public void The_schema_is_JSON()
        => JsonDocument.Parse(RunningProcess.Run(Path.GetTempPath(), Repository.Command, "schema").Expect(0).Output).Dispose();
}
