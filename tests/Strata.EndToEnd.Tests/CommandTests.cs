using System.Text.Json;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Models;

namespace Strata.EndToEnd.Tests;

/// <summary>What people and scripts rely on: exit codes, streams, files, fields.</summary>
public sealed class CommandTests(CommandTests.Trained trained) : IClassFixture<CommandTests.Trained>
{
    /// <summary>A model that the tests read and leave as it is.</summary>
    public sealed class Trained : IDisposable
    {
        internal WorkFolder Folder { get; } = new();

        internal RunResult Training { get; }

        public Trained()
            => Training = Folder.Strata("train", "--family", "resnet-cifar", "--depth", "14", "--width", "1", "--data", "digits",
                "--epochs", "2", "--seed", "1", "--output", "m.safetensors").Expect(0);

        public void Dispose() => Folder.Dispose();
    }

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(0, "--version")]
    [InlineData(0, "train --help")]
    [InlineData(0, "doctor")]
    [InlineData(0, "")]
    [InlineData(2, "no-such-command")]
    [InlineData(2, "train")]
    [InlineData(2, "train --depth 15 --width 1 --data digits --output n.safetensors")]
    [InlineData(2, "train --depth 14 --width 1 --data digits --epochs 0 --output n.safetensors")]
    [InlineData(2, "train --depth 14 --width 1 --data digits --precision fp17 --output n.safetensors")]
    [InlineData(2, "train --depth 14 --width 1 --data no-such-set --output n.safetensors")]
    [InlineData(2, "train --depth 14 --width 1 --data digits --threads 0 --output n.safetensors")]
    [InlineData(2, "train --depth 14 --width 1 --data digits --device tpu --output n.safetensors")]
    [InlineData(2, "train --depth 14 --width 1 --data digits --device cuda --output n.safetensors")]
    [InlineData(0, "inspect m.safetensors --device cpu")]
    [InlineData(2, "train --depth 14 --width 1 --data digits --output=")]
    [InlineData(1, "train --depth 14 --width 1 --data digits --seed 9 --output m.safetensors")]
    [InlineData(1, "train --depth 14 --width 1 --data cifar10:missing --output n.safetensors")]
    [InlineData(1, "train --depth 14 --width 1 --data digits --learning-rate 100 --epochs 3 --fraction 1/2 --output n.safetensors")]
    [InlineData(1, "inspect missing.safetensors")]
    [InlineData(1, "predict missing.safetensors --data digits --output n.npy")]
    [InlineData(1, "compare missing.safetensors --data digits --output n")]
    [InlineData(2, "compare m.safetensors --data digits --batch 3 --output n")]
    [InlineData(1, "data check cifar10:missing")]
    public void A_command_ends_with_its_exit_code_and_one_clear_message(int exitCode, string arguments)
    {
        RunResult result = trained.Folder.Strata(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Expect(exitCode);

        if (exitCode == 0) Assert.NotEmpty(result.Output);
        else Assert.NotEmpty(result.Errors.Trim());
        Assert.DoesNotContain(trained.Folder.Files, file => file.StartsWith("n.", StringComparison.Ordinal)
            && !file.EndsWith(".jsonl", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("compare m.safetensors --data digits --batch 3 --output n",
        "--batch: 3 is not a whole number from 4 to 1000000\nTry 'strata compare --help'.")]
    // As a study file and the library have them (OptionRangesTests).
    [InlineData("train --depth 14 --data digits --epochs 1000001 --output n",
        "--epochs: 1000001 is not a whole number from 1 to 1000000\nTry 'strata train --help'.")]
    [InlineData("train --depth 14 --data digits --weight-decay 1.5 --output n",
        "--weight-decay: 1.5 is not a number from 0 to 1\nTry 'strata train --help'.")]
    [InlineData("train --depth 14 --data digits --momentum 1 --output n",
        "--momentum: 1 is not a number from 0 and below 1\nTry 'strata train --help'.")]
    [InlineData("train --depth 14 --data digits --learning-rate 0 --output n",
        "--learning-rate: 0 is not a number above 0 and up to 100\nTry 'strata train --help'.")]
    [InlineData("similarity x.npy y.npy --batch 9999999999",
        "--batch: '9999999999' is not a whole number up to 2147483647\nTry 'strata similarity --help'.")]
    [InlineData("blocks x.npy --threshold high", "--threshold: 'high' is not a number above 0 and up to 1\nTry 'strata blocks --help'.")]
    public void Wrong_usage_is_told_in_words(string arguments, string message)
        => Assert.Equal(message, trained.Folder.Strata(arguments.Split(' ')).Expect(2).Errors.Trim().ReplaceLineEndings("\n"));

    [Theory]
    [InlineData("inspect folder")]
    [InlineData("predict folder --data digits --output n.npy")]
    [InlineData("run folder")]
    [InlineData("similarity folder folder")]
    public void A_folder_in_a_files_place_is_said_to_be_one(string arguments)
    {
        Directory.CreateDirectory(trained.Folder["folder"]);
        Assert.StartsWith("folder: is a folder; expected ", trained.Folder.Strata(arguments.Split(' ')).Expect(1).Errors);
    }

    [Fact]
    public void The_readmes_way_to_start_it_works()
    {
        string configuration = Repository.Command.Contains("release", StringComparison.Ordinal) ? "Release" : "Debug";
        RunResult result = RunningProcess.Run(Repository.Root, "dotnet", "run", "-c", configuration, "--no-build", "--project",
            "src/Strata.Cli", "--", "--version").Expect(0);
        Assert.Matches("^[0-9]+[.][0-9]+[.][0-9]+", result.Output);
    }

    [Fact]
    public void Every_command_has_help_with_an_example()
    {
        string help = trained.Folder.Strata("--help").Expect(0).Output;
        string[] commands = [.. help[help.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1)
            .Where(line => line.Length > 2 && line[..2] == "  " && char.IsAsciiLetterLower(line[2]))
            .Select(line => line.Trim().Split(' ')[0])];
        Assert.Contains("train", commands);
        Assert.All(commands, command => Assert.Contains($"Example: strata {command}",
            trained.Folder.Strata(command, "--help").Expect(0).Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Training_leaves_weights_that_describe_themselves_and_a_log()
    {
        (IReadOnlyDictionary<string, string> metadata, IReadOnlyDictionary<string, TensorData> tensors) =
            SafetensorsFile.Read(trained.Folder["m.safetensors"]);

        Assert.Equal(("resnet-cifar", "14", "1", "10", "1", "8", "true", "[2,2,2]"),
            (metadata["family"], metadata["depth"], metadata["width"], metadata["classes"], metadata["channels"], metadata["size"],
                metadata["residual"], metadata["blocks"]));
        Assert.Equal([16, 1, 3, 3], tensors["stem.conv.weight"].Shape);
        Assert.Equal([32, 16, 1, 1], tensors["stages.1.0.projection.weight"].Shape);
        Assert.Equal([10, 64], tensors["head.weight"].Shape);
        Assert.All(tensors.Values,
            tensor => Assert.All(Assert.IsType<float[]>(tensor.Values), value => Assert.True(float.IsFinite(value))));
        Assert.Equal(2, File.ReadLines(trained.Folder["m.safetensors.training.jsonl"]).Count());
    }

    [Fact]
    public void Progress_goes_to_standard_error_and_the_result_to_standard_output()
    {
        Assert.Contains("2 of 2", trained.Training.Errors, StringComparison.Ordinal);
        Assert.StartsWith("m.safetensors: test accuracy", trained.Training.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", trained.Training.Errors + trained.Training.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_leaves_standard_error_empty()
    {
        using var folder = new WorkFolder();
        RunResult result = folder.Strata("train", "--depth", "14", "--width", "1", "--data", "digits", "--epochs", "1", "--fraction", "1/4",
            "--output", "m.safetensors", "--quiet").Expect(0);
        Assert.Empty(result.Errors);
        Assert.NotEmpty(result.Output);
    }

    [Fact]
    public void The_same_training_again_changes_nothing()
    {
        DateTime before = File.GetLastWriteTimeUtc(trained.Folder["m.safetensors"]);
        trained.Folder.Strata("train", "--family", "resnet-cifar", "--depth", "14", "--width", "1", "--data", "digits", "--epochs", "2",
            "--seed", "1", "--output", "m.safetensors").Expect(0);
        Assert.Equal(before, File.GetLastWriteTimeUtc(trained.Folder["m.safetensors"]));
    }

    [Fact]
    public void Predictions_are_probabilities_of_the_exported_test_split()
    {
        using var folder = new WorkFolder();
        folder.Strata("predict", trained.Folder["m.safetensors"], "--data", "digits", "--output", "p.npy").Expect(0);
        folder.Strata("predict", trained.Folder["m.safetensors"], "--data", "digits", "--logits", "--output", "q.npy").Expect(0);
        folder.Strata("data", "export", "digits", "--split", "test", "--images", "x.npy", "--labels", "l.npy").Expect(0);

        using NpyReader probabilities = NpyFile.Open(folder["p.npy"]), logits = NpyFile.Open(folder["q.npy"]),
            images = NpyFile.Open(folder["x.npy"]), labels = NpyFile.Open(folder["l.npy"]);
        Assert.Equal(("<f4", "<f4", "<f4", "<i4"), (probabilities.Type, logits.Type, images.Type, labels.Type));
        int n = labels.Shape[0];
        Assert.Equal([n, 10], probabilities.Shape);
        Assert.Equal([n, 10], logits.Shape);
        Assert.Equal([n, 1, 8, 8], images.Shape);
        double[] p = probabilities.ReadAll(), q = logits.ReadAll();
        for (int i = 0; i < n; i++)
        {
            double[] exponentials = [.. q.AsSpan(10 * i, 10).ToArray().Select(Math.Exp)];
            for (int k = 0; k < 10; k++) Assert.Equal(exponentials[k] / exponentials.Sum(), p[10 * i + k], 1e-5);
        }
    }

    [Fact]
    public void A_comparison_leaves_matrix_errors_examples_layers_figures_and_manifest()
    {
        using var folder = new WorkFolder();
        folder.Strata("compare", trained.Folder["m.safetensors"], "--data", "digits", "--layers", "all", "--batch", "100", "--passes", "2",
            "--output", "c").Expect(0);

        foreach (string file in new[] { "cka.npy", "stderr.npy", "examples.npy", "layers_a.json", "layers_b.json", "manifest.json",
            "heatmap.png", "heatmap.svg" })
            Assert.True(new FileInfo(folder[$"c/{file}"]).Length > 0, file);
        using NpyReader examples = NpyFile.Open(folder["c/examples.npy"]);
        Assert.Equal("<i4", examples.Type);
        int[] order = examples.ReadAllInts();
        Assert.Equal(2, examples.Shape[0]);
        Assert.All(order.Chunk(examples.Shape[1]), pass => Assert.Equal(Enumerable.Range(0, examples.Shape[1]), pass.Order()));
        double[,] cka = NpyFile.ReadMatrix(folder["c/cka.npy"]);
        Assert.Equal(51, cka.GetLength(0));
        Assert.All(Enumerable.Range(0, 51), i => Assert.Equal(1, cka[i, i]));
        JsonElement layers = JsonDocument.Parse(File.ReadAllText(folder["c/layers_a.json"])).RootElement;
        Assert.Equal(["input", "conv", "bn", "relu", "conv"],
            layers.EnumerateArray().Take(5).Select(layer => layer.GetProperty("kind").GetString()));
        Assert.DoesNotContain(folder.Files, file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_comparison_replaces_its_like_and_nothing_of_anybody_else()
    {
        using var folder = new WorkFolder();
        RunResult Compare()
            => folder.Strata("compare", trained.Folder["m.safetensors"], "--data", "digits", "--layers", "add", "--batch", "100",
                "--passes", "1", "--output", "c");
        Compare().Expect(0);
        Compare().Expect(0);
        File.WriteAllText(folder["c/notes.txt"], "mine");
        Assert.Contains("holds 'notes.txt', which is no part of a comparison", Compare().Expect(1).Errors, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder["c/notes.txt"]));
    }

    [Fact]
    public void A_comparison_with_shuffled_rows_sits_at_zero_and_says_what_it_is()
    {
        using var folder = new WorkFolder();
        string output = folder.Strata("compare", trained.Folder["m.safetensors"], "--data", "digits", "--batch", "100", "--passes", "4",
            "--shuffle", "--output", "null").Expect(0).Output;
        double[,] values = NpyFile.ReadMatrix(folder["null/cka.npy"]);
        // Every pair is another draw of much the same shuffles: their mean is no further from 0 than one of them.
        Assert.InRange(Math.Abs(values.Cast<double>().Average()), 0, 0.05);
        Assert.Contains("rows shuffled: standard deviation", output, StringComparison.Ordinal);
        Assert.DoesNotContain("blocks:", output, StringComparison.Ordinal);
        JsonElement manifest = JsonDocument.Parse(File.ReadAllText(folder["null/manifest.json"])).RootElement;
        Assert.True(manifest.GetProperty("options").GetProperty("shuffled").GetBoolean());
        Assert.Equal(64, manifest.GetProperty("results").GetProperty("examplesHash").GetString()!.Length);
    }

    [Fact]
    public void Doctor_says_in_JSON_what_works()
    {
        JsonElement report = JsonDocument.Parse(trained.Folder.Strata("doctor", "--json").Expect(0).Output).RootElement;
        Assert.True(report.GetProperty("native").GetProperty("works").GetBoolean());
        Assert.Matches(@"^\d+\.\d+\.\d+$", report.GetProperty("onnxRuntime").GetString());
        Assert.InRange(report.GetProperty("threads").GetInt32(), 1, report.GetProperty("cores").GetInt32());
    }

    [Fact]
    public void Doctor_reports_native_libraries_that_are_missing()
    {
        Needs.Machine(OperatingSystem.IsLinux(), "the library has another name here");
        using var folder = new WorkFolder();
        // The program without its native libraries.
        string built = Path.GetDirectoryName(Repository.Command)!;
        foreach (string file in Directory.GetFiles(built, "*.*").Append(Repository.Command)
            .Where(f => !Path.GetFileName(f).StartsWith("lib", StringComparison.Ordinal)).Distinct())
            File.Copy(file, folder[Path.GetFileName(file)]);

        RunResult doctor = RunningProcess.Run(folder[""], folder["strata"], "doctor").Expect(1);
        Assert.Contains("libLibTorchSharp.so is missing", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("Build again", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_reports_that_OpenSSL_is_missing()
    {
        Needs.Machine(OperatingSystem.IsLinux(), ".NET takes hashes from the system here");
        using var folder = new WorkFolder();
        // The loader stops at a file of the name that is no library.
        foreach (string version in (string[])["3", "1.1", "1.0.2", "1.0.0", "10"]) File.WriteAllBytes(folder[$"libssl.so.{version}"], []);
        using RunningProcess doctor = RunningProcess.Start(folder[""], Repository.Command, ["doctor"],
            new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = folder[""] });
        Assert.Contains("libssl is missing", doctor.Wait().Expect(1).Output, StringComparison.Ordinal);
    }
}
