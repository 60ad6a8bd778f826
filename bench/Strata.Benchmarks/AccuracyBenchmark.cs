using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MathNet.Numerics.Distributions;
using Strata.Analysis.Populations;
using Strata.Arrays;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Benchmarks;

/// <summary>
/// Test accuracy after the same recipe: Strata in bf16, in fp32 where asked for, and PyTorch in fp32, seed by seed, with a test of every
/// difference.
/// </summary>
internal static class AccuracyBenchmark
{
    public static Command Command()
    {
        var model = new Option<string>("--model") { Description = "DEPTH-WIDTH, such as 14-1", DefaultValueFactory = _ => "14-1" };
        var data = new Option<string>("--data") { DefaultValueFactory = _ => "thumbs" };
        var epochs = new Option<int>("--epochs") { DefaultValueFactory = _ => 40 };
        var rate = new Option<double>("--learning-rate") { DefaultValueFactory = _ => 0.05 };
        var decay = new Option<double>("--weight-decay") { DefaultValueFactory = _ => 2e-4 };
        var seeds = new Option<int>("--seeds") { DefaultValueFactory = _ => 5 };
        var only = new Option<bool>("--bf16-only") { Description = "Leave Strata's fp32 out" };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Threads.Available() };
        var command = new Command("accuracy", "Test accuracy after the same recipe, in both precisions and in PyTorch.") { model, data,
            epochs, rate, decay, seeds, only, threads };
        command.SetAction(parsed =>
        {
            ImageSet set = ImageSets.Load(parsed.GetValue(data)!);
            // What a study would settle on for these images, so that the peer gets it spelled out.
            bool small = set.Height <= 16;
            var options = new TrainingOptions
            {
                Epochs = parsed.GetValue(epochs),
                LearningRate = parsed.GetValue(rate),
                WeightDecay = parsed.GetValue(decay),
                Augment = small ? Augmentation.None : Augmentation.CropFlip,
                BatchNormMomentum = small ? 0.1 : 0.01,
                EvaluateEvery = parsed.GetValue(epochs),
            };
            return Run(parsed.GetValue(model)!.Split('-'), set, options, parsed.GetValue(seeds), !parsed.GetValue(only),
                parsed.GetValue(threads));
        });
        return command;
    }

    private static int Run(string[] model, ImageSet set, TrainingOptions options, int seeds, bool both, int threads)
    {
        if (seeds < 2) throw new InvalidOptionsException($"seeds: {seeds} is not at least 2, which a spread needs");
        Threads.Set(threads);
        ModelSpec spec = ResNetCifar.Create(int.Parse(model[0], CultureInfo.InvariantCulture),
            double.Parse(model[1], CultureInfo.InvariantCulture), set.Classes.Count, set.Channels, set.Height);
        double[] bf16 = new double[seeds], fp32 = new double[seeds], peer = new double[seeds];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("strata-bench-");
        try
        {
            Export(set, set.Train, Path.Combine(folder.FullName, "train"));
            Export(set, set.Test, Path.Combine(folder.FullName, "test"));
            for (int seed = 0; seed < seeds; seed++)
            {
                bf16[seed] = Train(spec, set, options with { Seed = seed, Precision = Precision.Bf16 }, folder);
                if (both) fp32[seed] = Train(spec, set, options with { Seed = seed, Precision = Precision.Fp32 }, folder);
                peer[seed] = TrainPeer(model, options with { Seed = seed }, folder, threads);
                Console.Error.WriteLine(
                    $"seed {seed}: bf16 {bf16[seed]:0.00} %, {(both ? $"fp32 {fp32[seed]:0.00} %, " : "")}PyTorch {peer[seed]:0.00} %");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        Timing half = new("Strata bf16", bf16), whole = new("Strata fp32", fp32), torch = new("PyTorch fp32", peer);
        Timing[] accuracies = both ? [half, whole, torch] : [half, torch];
        Figure[] figures = both ? [.. Difference(half, whole), .. Difference(half, torch), .. Difference(whole, torch)]
            : Difference(half, torch);
        return Report.Write($"accuracy-{set.Name}", "test accuracy, %", "tests/oracle/train.py",
            [new($"{spec.Name}, {set.Name}, {options.Epochs} epochs, rate {options.LearningRate}, decay {options.WeightDecay}, {threads} "
            + "threads", accuracies, figures)]);
    }

    /// <summary>A difference of means with the half width of its interval and what Welch's test says.</summary>
    private static Figure[] Difference(Timing a, Timing b)
    {
        var test = WelchTest.Of(a.Values, b.Values);
        if (test.Df is not { } df) return [new($"{a.Name} − {b.Name}", test.Difference, Better.Higher, null, "points")];
        double half = StudentT.InvCDF(0, 1, df, 0.975) * Math.Sqrt(test.SemA * test.SemA + test.SemB * test.SemB);
        return
        [
            new($"{a.Name} − {b.Name}", test.Difference, Better.Higher, null, "points"),
            new($"{a.Name} − {b.Name}, half of the 95 % interval", half, Better.Lower, null, "points"),
            new($"{a.Name} − {b.Name}, Welch's test", test.P!.Value, Better.Higher, 0.05, "p"),
        ];
    }

    private static double Train(ModelSpec spec, ImageSet set, TrainingOptions options, DirectoryInfo folder)
    {
        var files = TrainingFiles.Beside(Path.Combine(folder.FullName, $"{options.Precision}-{options.Seed}.safetensors"));
        return 100 * (Trainer.Train(spec, set, options, files).FinalTestAccuracy
            ?? throw new StrataException($"seed {options.Seed} diverged"));
    }

    private static double TrainPeer(string[] model, TrainingOptions options, DirectoryInfo folder, int threads)
    {
        string Array(string name) => Path.Combine(folder.FullName, $"{name}.npy");
        string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Peer.Interpreter,
        [
            Path.Combine(ResultFile.Root(), "tests", "oracle", "train.py"), "--images", Array("train-images"), "--labels",
                Array("train-labels"), "--test-images", Array("test-images"), "--test-labels", Array("test-labels"),
            "--depth", model[0], "--width", model[1], "--epochs", $"{options.Epochs}", "--batch", $"{options.Batch}", "--rate",
                Text(options.LearningRate), "--momentum", Text(options.Momentum),
            "--decay", Text(options.WeightDecay), "--bn-momentum", Text(options.BatchNormMomentum!.Value), "--augment",
                options.Augment == Augmentation.CropFlip ? "crop-flip" : "none", "--seed", $"{options.Seed}",
        ]);
        start.RedirectStandardOutput = true;
        start.Environment["OMP_NUM_THREADS"] = $"{threads}";
        using Process process = Process.Start(start) ?? throw new StrataException("python3 does not start");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Match found = Regex.Matches(output, @"test accuracy ([0-9.]+) %").LastOrDefault()
            ?? throw new StrataException("tests/oracle/train.py told no accuracy; is python3-torch installed?");
        return double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static void Export(ImageSet set, Examples split, string path)
    {
        float[] images = new float[split.Count * set.ImageBytes];
        ImageBatch.Fill(set, split, [.. Enumerable.Range(0, split.Count)], images);
        NpyFile.Write($"{path}-images.npy", images, split.Count, set.Channels, set.Height, set.Width);
        NpyFile.Write($"{path}-labels.npy", [.. split.Labels], split.Count);
    }
}
