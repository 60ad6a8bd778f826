using System.Text.Json;
using Strata.Arrays;

namespace Strata.EndToEnd.Tests;

/// <summary>ONNX through every command: out by <c>export</c>, and back in.</summary>
public sealed class OnnxCommandTests(SmallModel model) : IClassFixture<SmallModel>
{
    [Fact]
    public void A_network_goes_out_and_answers_the_same()
    {
        using var folder = new WorkFolder();
        RunResult exported = folder.Strata("export", model.Path, "--onnx", "--data", "digits", "--time", "--original",
            model.Path, "--output", "m.onnx").Expect(0);
        Assert.Matches("on 32 test images: logits differ by at most [0-9.]+(e-[0-9]+)?, their range is [0-9.]+", exported.Output);
        Assert.Matches("a batch of 32 there, median of 7 rounds, [0-9]+ threads: resnet8-1x [0-9.]+ ms .*, the original resnet8-1x "
            + "[0-9.]+ ms", exported.Output);
        folder.Strata("predict", model.Path, "--data", "digits", "--logits", "--output", "own.npy").Expect(0);
        RunResult predicted = folder.Strata("predict", "m.onnx", "--data", "digits", "--logits", "--output", "graph.npy").Expect(0);
        Assert.Contains("note: m.onnx: ONNX with operators of version 17, any number of images, images as they are, from 0 to 1",
            predicted.Errors, StringComparison.Ordinal);
        using NpyReader own = NpyFile.Open(folder["own.npy"]), graph = NpyFile.Open(folder["graph.npy"]);
        Assert.All(own.ReadAll().Zip(graph.ReadAll()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));

        folder.Strata("compare", model.Path, "m.onnx", "--data", "digits", "--batch", "100", "--passes", "1", "--output", "c").Expect(0);
        string[] a = Names(folder["c/layers_a.json"]), b = Names(folder["c/layers_b.json"]);
        double[,] cka = NpyFile.ReadMatrix(folder["c/cka.npy"]);
        // Pools and flattening are details of a graph.
        Assert.Equal(a.Except(["pool", "flatten"]), b);
        Assert.All(b, (name, j) => Assert.Equal(1, cka[Array.IndexOf(a, name), j], 1e-3));
        JsonElement reading = JsonDocument.Parse(File.ReadAllText(folder["c/manifest.json"])).RootElement.GetProperty("options")
            .GetProperty("models").GetProperty("b");
        Assert.Equal(("ONNX", 17), (reading.GetProperty("format").GetString(), reading.GetProperty("opset").GetInt32()));

        folder.Strata("compare", "m.onnx", "--data", "digits", "--layers", "conv", "--batch", "100", "--passes", "1", "--output",
            "k").Expect(0);
        Assert.Equal(b.Where(name => name.Contains("conv", StringComparison.Ordinal)
                || name.Contains("projection", StringComparison.Ordinal)),
            Names(folder["k/layers_a.json"]));
        JsonElement inspected = JsonDocument.Parse(folder.Strata("inspect", "m.onnx", "--json").Expect(0).Output).RootElement;
        Assert.Equal("logits", inspected.GetProperty("logits").GetString());
        Assert.Contains(inspected.GetProperty("layers").EnumerateArray(), layer => layer.TryGetProperty("isDetail", out _));
        Assert.Contains("it answers by logits", folder.Strata("inspect", "m.onnx").Expect(0).Output, StringComparison.Ordinal);
    }

    /// <summary>OnnxRuntime's packages send its maker what they run, by an identifier that they keep in the user's cache folder.</summary>
    [Fact]
    public void Nobody_is_told_which_graphs_are_run()
    {
        using var folder = new WorkFolder();
        folder.Strata("export", model.Path, "--onnx", "--output", "m.onnx").Expect(0);
        foreach (string[] command in (string[][])[["doctor"], ["inspect", "m.onnx"]])
        {
            using RunningProcess process = RunningProcess.Start(folder[""], Repository.Command, command,
                new Dictionary<string, string> { ["HOME"] = folder["home"], ["XDG_CACHE_HOME"] = folder["home"] });
            process.Wait().Expect(0);
        }
        Assert.DoesNotContain(folder.Files, file => file.Contains("Microsoft", StringComparison.Ordinal));
    }

    [Fact]
    public void What_needs_the_weights_says_so()
    {
        using var folder = new WorkFolder();
        folder.Strata("export", model.Path, "--onnx", "--output", "m.onnx").Expect(0);
        foreach (string[] command in (string[][])[["prune", "m.onnx", "--data", "digits", "--stage", "1", "--keep", "0", "--output", "p"],
            ["export", "m.onnx", "--onnx", "--output", "n.onnx"], ["doctor", "m.onnx"]])
            Assert.Contains("m.onnx: is an ONNX model", folder.Strata(command).Expect(1).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_is_a_member_of_a_study_beside_the_network_that_it_was()
    {
        using var folder = new WorkFolder();
        folder.Strata("export", model.Path, "--onnx", "--output", "m.onnx").Expect(0);
        File.Copy(model.Path, folder["m.safetensors"]);
        File.WriteAllText(folder["study.json"], """
            { "name": "s", "data": { "source": "digits" },
              "models": [{ "files": "m.safetensors", "group": "own" }, { "files": "*.onnx" }],
              "similarity": { "batch": 100, "passes": 1, "across": "all" },
              "analyses": ["blocks", "components", "sparsity", "probes", "collapse", "correspondence", "distances"],
              "components": { "maxExamples": 100 }, "probes": { "epochs": 2 } }
            """);
        RunResult planned = folder.Strata("run", "study.json", "--output", "o", "--dry-run").Expect(0);
        Assert.Contains("note: nothing to do for collapse of m-s0: a graph is looked at, not changed", planned.Errors,
            StringComparison.Ordinal);
        Assert.Contains("the rest takes about", planned.Output, StringComparison.Ordinal);
        folder.Strata("run", "study.json", "--output", "o").Expect(0);
        string Folder(string kind, string pattern) => Directory.GetDirectories(folder[$"o/{kind}"], pattern).Single();
        string own = Folder("similarity", "digits-own-s0-??????"), graph = Folder("similarity", "digits-m-s0-??????");
        string[] a = Names(Path.Combine(own, "layers_a.json")), b = Names(Path.Combine(graph, "layers_a.json"));
        double[,] expected = NpyFile.ReadMatrix(Path.Combine(own, "cka.npy")), found = NpyFile.ReadMatrix(Path.Combine(graph, "cka.npy"));
        for (int i = 0; i < b.Length; i++)
            for (int j = 0; j < b.Length; j++)
                Assert.Equal(expected[Array.IndexOf(a, b[i]), Array.IndexOf(a, b[j])], found[i, j], 1e-4);
        Assert.All(Probes("own").Zip(Probes("m")), pair =>
        {
            Assert.Equal(pair.First.Name, pair.Second.Name);
            Assert.Equal(pair.First.Accuracy, pair.Second.Accuracy, 0.01);
        });
        string made = Folder("models", "*-m-s0-*");
        Assert.Equal(["graph.onnx", "manifest.json", "predictions.npy"], Directory.GetFiles(made).Select(Path.GetFileName).Order());

        // The folder is a study by itself, and what it has is known again.
        File.Delete(folder["m.safetensors"]);
        File.Delete(folder["m.onnx"]);
        folder.Strata("verify", "o").Expect(0);
        folder.Strata("status", "o").Expect(0);
        folder.Strata("report", "o").Expect(0);
        Assert.Contains("m-s0", File.ReadAllText(folder["o/report/index.html"]), StringComparison.Ordinal);
        Assert.Contains("as they are, from 0 to 1", folder.Strata("inspect", Path.Combine(made, "graph.onnx")).Expect(0).Output,
            StringComparison.Ordinal);

        (string Name, double Accuracy)[] Probes(string member)
        {
            string path = Path.Combine(Folder("analysis/probes", $"digits-{member}-s0-??????"), "probes.json");
            return [.. JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("probes").EnumerateArray().Select(probe
                => (probe.GetProperty("layer").GetProperty("name").GetString()!, probe.GetProperty("testAccuracy").GetDouble()))];
        }
    }

    [Fact]
    public void Wrong_words_are_told()
    {
        using var folder = new WorkFolder();
        string told = folder.Strata("export", model.Path, "--original", "o.safetensors", "--output", "m.onnx").Expect(2).Errors;
        Assert.Contains("--onnx: ", told, StringComparison.Ordinal);
        Assert.Contains("--original only goes with --time", told, StringComparison.Ordinal);
        Assert.Contains("is the file of MODEL too", folder.Strata("export", model.Path, "--onnx", "--output", model.Path).Expect(2).Errors,
            StringComparison.Ordinal);
        Assert.Contains("thumbs has 3×8×8 images", folder.Strata("export", model.Path, "--onnx", "--data", "thumbs", "--output", "m.onnx")
            .Expect(2).Errors, StringComparison.Ordinal);
        folder.Strata("export", model.Path, "--onnx", "--output", "m.onnx").Expect(0);
        Assert.Contains("m.onnx: takes 1×8×8 images, but thumbs has 3×8×8",
            folder.Strata("predict", "m.onnx", "--data", "thumbs", "--output", "p.npy").Expect(2).Errors, StringComparison.Ordinal);
    }

    private static string[] Names(string file)
        => [.. JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray()
            .Select(layer => layer.GetProperty("name").GetString()!)];
}
