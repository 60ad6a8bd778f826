using System.Globalization;
using System.Text.Json;
using Strata.Arrays;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.EndToEnd.Tests;

/// <summary>Measures beside CKA from the command line.</summary>
public sealed class MeasureTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_measure_has_the_value_that_numpy_and_scipy_compute()
    {
        var random = new RandomSequence(5, "arrays");
        double[] x = [.. Enumerable.Range(0, 80 * 7).Select(_ => random.NextNormal())];
        NpyFile.Write(_folder["x.npy"], x, 80, 7);
        NpyFile.Write(_folder["y.npy"], [.. x.Select(value => Math.Tanh(2 * value) + 0.7 * random.NextNormal())], 80, 7);
        using var expected = JsonDocument.Parse(_folder.Oracle("measures.py", "scipy", ["x.npy", "y.npy"]).Output);
        Assert.All(KnownMeasures.All, measure => Assert.True(expected.RootElement.TryGetProperty(measure.Name, out _), measure.Name));
        foreach (JsonProperty measure in expected.RootElement.EnumerateObject())
        {
            using var found = JsonDocument.Parse(
                _folder.Strata("similarity", "x.npy", "y.npy", "--measure", measure.Name, "--null", "19", "--json").Expect(0).Output);
            Assert.Equal(measure.Value.GetDouble(), found.RootElement.GetProperty("value").GetDouble(), 1e-9);
            Assert.Equal(measure.Name, found.RootElement.GetProperty("measure").GetString());
            // Y is made of X: no shuffle of its rows is as near.
            Assert.Equal(1 / 20.0, found.RootElement.GetProperty("null").GetProperty("p").GetDouble());
        }
    }

    [Fact]
    public void Layers_of_a_network_are_compared_by_a_measure()
    {
        _folder.Strata("train", "--depth", "8", "--data", "digits", "--epochs", "1", "--output", "m.safetensors").Expect(0);
        RunResult run = _folder.Strata("compare", "m.safetensors", "--data", "digits", "--measure", "procrustes", "--layers", "*relu*",
            "--max-examples", "100", "--output", "c").Expect(0);
        Assert.Contains("7 × 7 layers, mean procrustes", run.Output, StringComparison.Ordinal);
        SimilarityMatrix matrix = SimilarityFolder.Read(_folder["c"]);
        Assert.Equal(("procrustes", 0), (matrix.Measure, matrix.Values[3, 3]));
        Assert.InRange(matrix.Values[0, 6], 0.2, Math.PI / 2);
        Assert.Contains("--passes: is of cka alone", _folder.Strata("compare", "m.safetensors", "--data", "digits", "--measure",
            "procrustes", "--passes", "3", "--output", "d").Expect(2).Errors, StringComparison.Ordinal);
        // A distance: what is bright is 0.
        Assert.Contains("<span>procrustes 1.57</span>", File.ReadAllText(_folder["c/index.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Three_models_are_compared_by_a_measure_in_pairs_with_one_page()
    {
        string[] models = ["a.safetensors", "b.safetensors", "c.safetensors"];
        foreach (string model in models)
            _folder.Strata("train", "--depth", "8", "--data", "digits", "--epochs", "1", "--seed", $"{model[0] - 'a'}", "--output", model)
                .Expect(0);
        string[] how = ["--data", "digits", "--measure", "rsa:euclidean-pearson", "--layers", "*add*", "--max-examples", "60"];
        _folder.Strata(["compare", .. models, .. how, "--output", "all"]).Expect(0);
        _folder.Strata(["compare", "a.safetensors", "c.safetensors", .. how, "--output", "two"]).Expect(0);
        Assert.Equal(6, Directory.GetDirectories(_folder["all"]).Length);
        Assert.Equal(SimilarityFolder.Read(_folder["two"]).Values, SimilarityFolder.Read(_folder["all/a~c"]).Values);
        Assert.True(File.Exists(_folder["all/index.html"]));
    }

    [Fact]
    public void Layers_of_two_networks_are_held_against_shuffled_examples()
    {
        foreach (string seed in new[] { "0", "1" })
            _folder.Strata("train", "--depth", "8", "--data", "digits", "--epochs", "3", "--seed", seed, "--output", $"{seed}.safetensors")
                .Expect(0);
        string[] how = ["calibrate", "0.safetensors", "1.safetensors", "--data", "digits", "--layers", "*relu*", "--max-examples", "60"];
        RunResult run = _folder.Strata([.. how, "--shuffles", "39", "--output", "c"]).Expect(0);
        Assert.Contains("7 × 7 layers over 60 examples, 39 shuffles", run.Output, StringComparison.Ordinal);
        Assert.Contains("the best match of 7 of 7 layers is beyond chance", run.Output, StringComparison.Ordinal);
        string[] table = File.ReadAllLines(_folder["c/matches.csv"]);
        Assert.Equal("model,index,layer,match,value,threshold,calibrated,p", table[0]);
        Assert.Equal(1 + 7 + 7, table.Length);
        Assert.All(NpyFile.ReadMatrix(_folder["c/p.npy"]).Cast<double>(), p => Assert.InRange(p, 1 / 40.0, 1));
        Assert.Empty(_folder.Strata("verify", "c").Expect(0).Errors);
        Assert.Matches("answer(?s:.)*the best match of 7 of 7 layers is beyond chance", File.ReadAllText(_folder["c/index.html"]));
        _folder.Strata([.. how, "--measure", "angular-cka", "--shuffles", "19", "--output", "d"]).Expect(0);
        Assert.Contains("--shuffles: 0 is not from 1 to 10000",
            _folder.Strata([.. how, "--shuffles", "0", "--output", "e"]).Expect(2).Errors, StringComparison.Ordinal);
        Assert.Contains("kappa compares outputs, not layers",
            _folder.Strata([.. how, "--measure", "kappa", "--output", "e"]).Expect(2).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Examples_that_weigh_most_can_be_left_out_of_a_comparison()
    {
        _folder.Strata("train", "--depth", "8", "--data", "digits", "--epochs", "1", "--output", "m.safetensors").Expect(0);
        string[] how = ["compare", "m.safetensors", "--data", "digits", "--layers", "*relu*", "--max-examples", "200", "--batch", "50",
            "--passes", "2"];
        _folder.Strata([.. how, "--output", "all"]).Expect(0);
        RunResult run = _folder.Strata([.. how, "--without", "20", "--output", "some"]).Expect(0);
        Assert.Contains("left out: the 20 examples that weigh most", run.Output, StringComparison.Ordinal);
        int[] left = [.. File.ReadAllLines(_folder["some/left-out.csv"]).Skip(1)
            .Select(line => int.Parse(line.Split(',')[0], CultureInfo.InvariantCulture))];
        Assert.Equal(20, left.Distinct().Count());
        int[] compared = [.. SimilarityFolder.Read(_folder["some"]).Examples.Cast<int>().Distinct()];
        Assert.Empty(compared.Intersect(left));
        // Those that are left of the same 200, and not others in their place.
        Assert.Equal(SimilarityFolder.Read(_folder["all"]).Examples.Cast<int>().Distinct().Except(left).Order(), compared.Order());
        Assert.NotEqual(SimilarityFolder.Read(_folder["all"]).Values, SimilarityFolder.Read(_folder["some"]).Values);
        Assert.Contains("examples left out", File.ReadAllText(_folder["some/index.html"]), StringComparison.Ordinal);
        Assert.Contains("leave fewer than the 4",
            _folder.Strata([.. how, "--without", "1000", "--output", "none"]).Expect(2).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_are_compared_without_the_examples_that_weigh_most()
    {
        var random = new RandomSequence(6, "arrays");
        double[] x = [.. Enumerable.Range(0, 60 * 5).Select(_ => random.NextNormal())];
        NpyFile.Write(_folder["x.npy"], x, 60, 5);
        NpyFile.Write(_folder["y.npy"], [.. x.Select((value, i) => value + (i / 5 < 3 ? 100 : 0))], 60, 5);
        using var found = JsonDocument.Parse(
            _folder.Strata("similarity", "x.npy", "y.npy", "--without", "3", "--json").Expect(0).Output);
        JsonElement without = found.RootElement.GetProperty("without");
        Assert.True(found.RootElement.GetProperty("value").GetDouble() < 0.5);
        Assert.Equal(1, without.GetProperty("value").GetDouble(), 1e-9);
        Assert.Equal([0, 1, 2], without.GetProperty("examples").EnumerateArray().Select(example => example.GetInt32()).Order());
        Assert.True(without.GetProperty("shareY").GetDouble() > 0.9);
        Assert.Contains("--without: 60 is not from 1 to 59",
            _folder.Strata("similarity", "x.npy", "y.npy", "--without", "60").Expect(2).Errors, StringComparison.Ordinal);
    }
}
