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
}
