using System.Text.Json;
using System.Text.RegularExpressions;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Models;

namespace Strata.EndToEnd.Tests;

/// <summary>A pruned model through every command that reads models, and through PyTorch.</summary>
public sealed class PruneTests
{
    private static void Train(WorkFolder folder)
        => folder.Strata("train", "--depth", "20", "--width", "1", "--data", "digits", "--epochs", "3", "--seed", "3", "--evaluate-every",
            "100", "--output", "m.safetensors", "--threads", "1").Expect(0);

    [Theory]
    [InlineData(1, 1, "[3,1,3]")]
    [InlineData(0, 0, "[0,3,3]")]
    [InlineData(2, 0, "[3,3,0]")]
    public void A_pruned_model_is_a_model_of_its_own_and_the_same_in_PyTorch(int stage, int keep, string blocks)
    {
        using var folder = new WorkFolder();
        Train(folder);
        string output = folder.Strata("prune", "m.safetensors", "--data", "digits", "--stage", $"{stage}", "--keep", $"{keep}", "--output",
            "p.safetensors").Expect(0).Output;
        Assert.Contains(blocks, output, StringComparison.Ordinal);
        Assert.All(["parameters", "multiply-adds", "images/s", "test accuracy"],
            row => Assert.Contains(row, output, StringComparison.Ordinal));

        JsonElement inspected = JsonDocument.Parse(folder.Strata("inspect", "p.safetensors", "--json").Expect(0).Output).RootElement;
        Assert.True(inspected.GetProperty("parameters")
            .GetInt64() < JsonDocument.Parse(folder.Strata("inspect", "m.safetensors", "--json")
                .Expect(0).Output).RootElement.GetProperty("parameters").GetInt64());
        int[][] kept = [.. inspected.GetProperty("keptBlocks").EnumerateArray()
            .Select(s => s.EnumerateArray().Select(b => b.GetInt32()).ToArray())];
        Assert.Equal(Enumerable.Range(0, 3).Select(s => Enumerable.Range(0, s == stage ? keep : 3)), kept);
        Assert.Contains($"stage {stage}: {(keep == 0 ? "none" : "0")}", folder.Strata("inspect", "p.safetensors").Expect(0).Output,
            StringComparison.Ordinal);
        Assert.Contains(folder.Strata("inspect", "m.safetensors").Expect(0).Output.Split('\n'),
            line => Regex.IsMatch(line, @"stages\.2\.2\.bn2 +bn +2 +2 +[0-9× ]+ [0-9]+"));
        Assert.DoesNotContain("pruned", folder.Strata("inspect", "m.safetensors").Expect(0).Output, StringComparison.Ordinal);
        string accuracy = Regex.Match(folder.Strata("predict", "p.safetensors", "--data", "digits", "--logits", "--output", "logits.npy")
            .Expect(0).Output, "accuracy ([0-9.]+)").Groups[1].Value;
        Assert.Contains($"test accuracy {accuracy}", output, StringComparison.Ordinal);
        folder.Strata("compare", "p.safetensors", "m.safetensors", "--data", "digits", "--batch", "128", "--passes", "1", "--output",
            "across").Expect(0);
        folder.Strata("compare", "p.safetensors", "--data", "digits", "--batch", "128", "--passes", "1", "--output", "c").Expect(0);

        folder.Strata("data", "export", "digits", "--split", "test", "--images", "images.npy", "--labels", "labels.npy").Expect(0);
        folder.Oracle("cka.py", "p.safetensors", "images.npy", "c/examples.npy", "128", "oracle-cka.npy", "oracle-logits.npy");
        double[] logits = Read(folder["logits.npy"]), oracle = Read(folder["oracle-logits.npy"]);
        double allowed = 1e-4 * Math.Max(1, oracle.Max(Math.Abs));
        Assert.Equal(oracle.Length, logits.Length);
        Assert.All(logits.Zip(oracle), pair => Assert.InRange(pair.First, pair.Second - allowed, pair.Second + allowed));
        double[,] cka = NpyFile.ReadMatrix(folder["c/cka.npy"]), oracleCka = NpyFile.ReadMatrix(folder["oracle-cka.npy"]);
        Assert.Equal(oracleCka.GetLength(0), cka.GetLength(0));
        Assert.All(cka.Cast<double>().Zip(oracleCka.Cast<double>()),
            pair => Assert.True(double.IsNaN(pair.First) ? double.IsNaN(pair.Second) : Math.Abs(pair.First - pair.Second) <= 1e-3));
    }

    [Fact]
    public void The_block_goes_and_fine_tuning_goes_on_from_there()
    {
        using var folder = new WorkFolder();
        Train(folder);
        string output = folder.Strata("prune", "m.safetensors", "--data", "digits", "--block", "--threshold", "0.3", "--passes", "1",
            "--finetune", "2", "--output", "p.safetensors", "--threads", "1").Expect(0).Output;
        Assert.Matches("window: layers [0-9]+-[0-9]+", output);
        Assert.Contains("after 2 epochs of fine-tuning", output, StringComparison.Ordinal);
        string accuracy = Regex.Match(output, @"test accuracy ([0-9.]+).% after").Groups[1].Value;
        Assert.Contains($"accuracy {accuracy}",
            folder.Strata("predict", "p.safetensors", "--data", "digits", "--output", "p.npy").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_in_the_file_that_is_out_of_range_is_the_files_fault()
    {
        using var folder = new WorkFolder();
        Train(folder);
        (IReadOnlyDictionary<string, string> metadata, IReadOnlyDictionary<string, TensorData> tensors) = SafetensorsFile.Read(
            folder["m.safetensors"]);
        var other = metadata.Where(entry => entry.Key != "checksum").ToDictionary();
        other["recipe"] = Regex.Replace(other["recipe"], @"""momentum"":[0-9.]+", @"""momentum"":7");
        SafetensorsFile.Write(folder["m.safetensors"], other, tensors);
        Assert.Contains("m.safetensors: has a recipe that no training can have had: momentum: 7 is not",
            folder.Strata("prune", "m.safetensors", "--data", "digits", "--stage", "1", "--keep", "1", "--finetune", "1", "--output",
                "p.safetensors").Expect(1).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_trained_is_not_written_over()
    {
        using var folder = new WorkFolder();
        Train(folder);
        File.Copy(folder["m.safetensors"], folder["n.safetensors"]);
        byte[] whole = File.ReadAllBytes(folder["n.safetensors"]);
        // As an interrupted training leaves it.
        File.WriteAllText(folder["half.safetensors.resume"], "half");
        foreach ((string output, string problem) in (ReadOnlySpan<(string, string)>)[
            ("n.safetensors", "n.safetensors is there already, and no pruning made it"),
            ("half.safetensors", "half.safetensors.resume is there, of a training or fine-tuning that was interrupted")])
            Assert.Contains(problem,
                folder.Strata("prune", "m.safetensors", "--data", "digits", "--stage", "1", "--keep", "1", "--finetune", "1", "--restart",
                    "--output", output).Expect(1).Errors, StringComparison.Ordinal);
        Assert.Equal(whole, File.ReadAllBytes(folder["n.safetensors"]));
        Assert.Equal("half", File.ReadAllText(folder["half.safetensors.resume"]));
        for (int keep = 1; keep <= 2; keep++)
            folder.Strata("prune", "m.safetensors", "--data", "digits", "--stage", "1", "--keep", $"{keep}", "--output", "p.safetensors")
                .Expect(0);
    }

    [Theory]
    [InlineData(new[] { "--stage", "1", "--keep", "1", "--restart" }, 2, "--restart only goes with --finetune")]
    [InlineData(new[] { "--stage", "1" }, 2, "either --stage and --keep, or --block")]
    [InlineData(new[] { "--stage", "1", "--keep", "1", "--block" }, 2, "either --stage and --keep, or --block")]
    [InlineData(new[] { "--stage", "5", "--keep", "1" }, 2, "has the stages 0 to 2, no 5")]
    [InlineData(new[] { "--stage", "1", "--keep", "9" }, 2, "has 3 blocks, of which 9 cannot be kept")]
    [InlineData(new[] { "--stage", "1", "--keep", "3" }, 2, "nothing would go")]
    [InlineData(new[] { "--stage", "1", "--keep", "1", "--threshold", "0.5" }, 2, "--threshold only goes with --block")]
    [InlineData(new[] { "--stage", "1", "--keep", "1", "--learning-rate", "0.1" }, 2, "--learning-rate only goes with --finetune")]
    [InlineData(new[] { "--stage", "1", "--keep", "1", "--finetune", "1", "--learning-rate", "-1" }, 2,
        "--learning-rate: -1 is not a number above 0 and up to 100")]
    [InlineData(new[] { "--block", "--threshold", "0.999999", "--passes", "1" }, 1, "no large window of similar layers")]
    public void What_cannot_be_pruned_is_named(string[] options, int code, string message)
    {
        using var folder = new WorkFolder();
        Train(folder);
        RunResult result = folder.Strata(["prune", "m.safetensors", "--data", "digits", "--output", "p.safetensors", .. options])
            .Expect(code);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["p.safetensors"]));
    }

    private static double[] Read(string path)
    {
        using NpyReader array = NpyFile.Open(path);
        return array.ReadAll();
    }
}
