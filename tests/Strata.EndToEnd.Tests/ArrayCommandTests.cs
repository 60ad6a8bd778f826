using System.Text.Json;
using Strata.Arrays;
using Strata.Models;
using Strata.Runtime;

namespace Strata.EndToEnd.Tests;

/// <summary><c>similarity</c> and <c>blocks</c> on arrays that anything may have written.</summary>
public sealed class ArrayCommandTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public ArrayCommandTests()
    {
        var random = new RandomSequence(1, "arrays");
        float[] x = [.. Enumerable.Range(0, 40 * 12).Select(_ => (float)random.NextNormal())];
        NpyFile.Write(_folder["x.npy"], x, 40, 3, 2, 2);
        NpyFile.Write(_folder["y.npy"], [.. Enumerable.Range(0, 40 * 5).Select(i => x[i / 5 * 12 + i % 5] + (double)(i % 7))], 40, 5);
        NpyFile.Write(_folder["constant.npy"], [.. Enumerable.Repeat(2f, 40)], 40);
        NpyFile.Write(_folder["short.npy"], new float[39], 39);
        x[17] = float.NaN;
        NpyFile.Write(_folder["nan.npy"], x, 40, 12);
        double[,] cka = new double[20, 20];
        for (int i = 0; i < 20; i++)
            for (int j = 0; j < 20; j++) cka[i, j] = i == j ? 1 : i < 8 && j < 8 ? .95 : .2;
        NpyFile.Write(_folder["cka.npy"], cka);
        NpyFile.Write(_folder["shares.npy"], [.. Enumerable.Range(0, 20).Select(i => i is 3 or 15 ? .7 : .1)], 20);
        NpyFile.Write(_folder["cross.npy"], new double[,] { { 1, .5 }, { .4, 1 } });
        File.WriteAllText(_folder["text.npy"], "no array");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "unbiased", "linear")]
    [InlineData("--estimator biased", "biased", "linear")]
    [InlineData("--estimator biased --kernel rbf:0.5", "biased", "rbf:0.5")]
    [InlineData("--kernel cosine --batch 16 --measure cka", "unbiased", "cosine")]
    public void Similarity_as_json_says_what_was_measured(string options, string estimator, string kernel)
    {
        JsonElement json = Similarity("x.npy", "y.npy", options), itself = Similarity("x.npy", "x.npy", options);
        Assert.Equal(("cka", estimator, kernel),
            (json.GetProperty("measure").GetString(), json.GetProperty("estimator").GetString(), json.GetProperty("kernel").GetString()));
        Assert.Equal((40, 12, 5),
            (json.GetProperty("examples").GetInt32(), json.GetProperty("featuresX").GetInt32(), json.GetProperty("featuresY").GetInt32()));
        Assert.InRange(json.GetProperty("value").GetDouble(), .05, .999);
        Assert.Equal(1, itself.GetProperty("value").GetDouble());
    }

    [Fact]
    public void Shuffled_rows_show_where_values_sit_without_a_relation()
    {
        JsonElement none = Similarity("x.npy", "x.npy", "--null 40 --batch 20").GetProperty("null"),
            biased = Similarity("x.npy", "x.npy", "--null 40 --estimator biased").GetProperty("null");
        Assert.Equal(40, none.GetProperty("shuffles").GetInt32());
        double mean = none.GetProperty("mean").GetDouble(), sd = none.GetProperty("sd").GetDouble();
        Assert.InRange(Math.Abs(mean), 0, 4 * sd / Math.Sqrt(40));
        Assert.True(biased.GetProperty("mean").GetDouble() > 4 * sd / Math.Sqrt(40));
        Assert.Contains("rows shuffled: ", _folder.Strata("similarity", "x.npy", "y.npy", "--null", "5").Expect(0).Output,
            StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Similarity("x.npy", "constant.npy", "--null 3").GetProperty("null").GetProperty("mean").ValueKind);
    }

    [Fact]
    public void An_undefined_similarity_is_null_with_its_reason()
    {
        JsonElement json = Similarity("x.npy", "constant.npy", "");
        Assert.Equal(JsonValueKind.Null, json.GetProperty("value").ValueKind);
        Assert.Contains("Y is constant", json.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("undefined", _folder.Strata("similarity", "x.npy", "constant.npy").Expect(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "similarity x.npy missing.npy", "missing.npy: does not exist")]
    [InlineData(1, "similarity x.npy text.npy", "text.npy: is text; expected an .npy file")]
    [InlineData(1, "similarity x.npy short.npy", "x.npy has 40 examples and short.npy has 39")]
    [InlineData(1, "similarity x.npy nan.npy", "nan.npy: holds NaN at [1, 5]")]
    [InlineData(2, "similarity x.npy y.npy --kernel rbf:zero", "kernel: 'rbf:zero'")]
    [InlineData(2, "similarity x.npy y.npy --estimator best", "best")]
    [InlineData(2, "similarity x.npy y.npy --measure nosuch", "'nosuch' is unknown; expected one of cka, angular-cka")]
    [InlineData(2, "similarity x.npy y.npy --measure rsa --kernel cosine --batch 9", "--batch: is of cka alone, not of rsa")]
    [InlineData(2, "similarity x.npy y.npy --measure knn-jaccard:many", "no number of neighbours")]
    [InlineData(2, "similarity x.npy y.npy --batch 3", "batch: 3")]
    [InlineData(2, "similarity x.npy y.npy --null 0", "--null: 0")]
    [InlineData(2, "similarity x.npy", "")]
    [InlineData(1, "blocks missing.npy", "missing.npy: does not exist")]
    [InlineData(1, "blocks y.npy", "is 40 by 5")]
    [InlineData(1, "blocks x.npy", "expected a matrix of two dimensions")]
    [InlineData(1, "blocks cross.npy", "is not symmetric")]
    [InlineData(1, "blocks cka.npy --components constant.npy", "expected [20]")]
    [InlineData(2, "blocks cka.npy --threshold 1.5 --share 0", "threshold: 1.5")]
    [InlineData(2, "blocks cka.npy --component-share 2", "--component-share: 2")]
    [InlineData(2, "blocks cka.npy --share 0,01", "--share: '0,01' is not a number")]
    [InlineData(2, "train --depth 8 --width 1,000 --data digits --output m.safetensors", "--width: '1,000' is not a number")]
    [InlineData(2, "train --depth 8 --batch-norm-momentum 0,1 --data digits --output m.safetensors",
        "--batch-norm-momentum: '0,1' is not a number")]
    public void What_is_wrong_is_named(int exitCode, string arguments, string message)
        => Assert.Contains(message, _folder.Strata(arguments.Split(' ')).Expect(exitCode).Errors, StringComparison.Ordinal);

    [Fact]
    public void Blocks_as_json_has_the_window_and_its_verdict()
    {
        JsonElement json = Blocks();
        Assert.Equal("large window, cause unknown", json.GetProperty("verdict").GetString());
        Assert.True(json.GetProperty("largeWindow").GetBoolean());
        Assert.Equal((1, 7), (json.GetProperty("first").GetInt32(), json.GetProperty("last").GetInt32()));
        Assert.Equal(.35, json.GetProperty("share").GetDouble(), 1e-12);
        Assert.Equal(.95, json.GetProperty("mean").GetDouble(), 1e-12);
        Assert.Equal(28 / 190.0, json.GetProperty("f90").GetDouble(), 1e-12);
        Assert.Equal(1, json.GetProperty("windows").GetArrayLength());
        Assert.Equal(.9, json.GetProperty("thresholds").GetProperty("threshold").GetDouble());

        Assert.Equal("block structure", Blocks("--components", "shares.npy").GetProperty("verdict").GetString());
        Assert.Equal("none", Blocks("--share", "0.5").GetProperty("verdict").GetString());
        JsonElement nothing = Blocks("--threshold", "0.96");
        foreach (string field in (string[])["first", "last", "mean"])
            Assert.Equal(JsonValueKind.Null, nothing.GetProperty(field).ValueKind);
    }

    [Fact]
    public void Layers_beside_the_matrix_tell_whether_the_first_is_the_input()
    {
        Assert.Equal(0, Blocks("--no-input").GetProperty("first").GetInt32());
        LayerList.Write(_folder["layers_a.json"],
            [.. Enumerable.Range(0, 20).Select(i => new LayerInfo(i, $"layer{i}", "relu", i / 10, 0, [1]))]);
        JsonElement json = Blocks();
        Assert.Equal(0, json.GetProperty("first").GetInt32());
        Assert.Equal("layer7", json.GetProperty("windows")[0].GetProperty("lastLayer").GetString());
        LayerList.Write(_folder["layers_a.json"],
            [.. Enumerable.Range(0, 20).Select(i => new LayerInfo(i, $"layer{i}", i == 0 ? "input" : "relu", null, null, [1]))]);
        Assert.Equal(1, Blocks().GetProperty("first").GetInt32());
        LayerList.Write(_folder["layers_a.json"], []);
        Assert.Contains("lists 0 layers", _folder.Strata("blocks", "cka.npy").Expect(1).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_nothing_for_blocks_is_refused()
    {
        Assert.Contains("--component-share only goes with --components",
            _folder.Strata("blocks", "cka.npy", "--component-share", ".3").Expect(2).Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("component", _folder.Strata("blocks", "cka.npy").Expect(0).Output.Split('\n')[^2], StringComparison.Ordinal);
        // P1 and P2 say what a block is of CKA alone.
        _folder.Strata("train", "--depth", "8", "--width", "0.25", "--data", "digits", "--epochs", "1", "--output", "m.safetensors")
            .Expect(0);
        _folder.Strata("compare", "m.safetensors", "--data", "digits", "--measure", "rsa", "--layers", "add", "--max-examples", "50",
            "--output", "rsa").Expect(0);
        Assert.Contains("is similarity by rsa; blocks are defined by CKA alone",
            _folder.Strata("blocks", "rsa/values.npy").Expect(1).Errors, StringComparison.Ordinal);
    }

    private JsonElement Similarity(string x, string y, string options)
        => Parse(_folder.Strata(["similarity", x, y, "--json", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));

    private JsonElement Blocks(params string[] options) => Parse(_folder.Strata(["blocks", "cka.npy", "--json", .. options]));

    private static JsonElement Parse(RunResult result) => JsonDocument.Parse(result.Expect(0).Output).RootElement;
}
