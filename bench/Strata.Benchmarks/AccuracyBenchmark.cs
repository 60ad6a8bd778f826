using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MathNet.Numerics.Distributions;
using Strata.Analysis.Populations;
using Strata.Arrays;
using Strata.Data;
using Strata.Models;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Benchmarks;

/// <summary>Test accuracy after the same recipe: Strata in bf16 and fp32, and PyTorch in fp32, seed by seed, with a test of every difference.</summary>
internal static class AccuracyBenchmark
{
    public static Command Command()
    {
        var model = new Option<string>("--model") { Description = "DEPTH-WIDTH, such as 14-1", DefaultValueFactory = _ => "14-1" };
        var data = new Option<string>("--data") { Description = "Images of up to 16 pixels, which are not augmented", DefaultValueFactory = _ => "thumbs" };
        var epochs = new Option<int>("--epochs") { DefaultValueFactory = _ => 40 };
        var seeds = new Option<int>("--seeds") { DefaultValueFactory = _ => 5 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Threads.Available() };
        var command = new Command("accuracy", "Test accuracy after the same recipe, in both precisions and in PyTorch.") { model, data, epochs, seeds, threads };
        command.SetAction(parsed => Run(parsed.GetValue(model)!.Split('-'), parsed.GetValue(data)!, parsed.GetValue(epochs), parsed.GetValue(seeds), parsed.GetValue(threads)));
        return command;
    }

    private static int Run(string[] model, string data, int epochs, int seeds, int threads)
    {
        if (seeds < 2) throw new InvalidOptionsException($"seeds: {seeds} is not at least 2, which a spread needs");
        Threads.Set(threads);
        ImageSet set = ImageSets.Load(data);
        ModelSpec spec = ModelSpecs.Create(ResNetCifar.FamilyName, int.Parse(model[0], CultureInfo.InvariantCulture), double.Parse(model[1], CultureInfo.InvariantCulture), set.Classes.Count, set.Channels, set.Height);
        var options = new TrainingOptions { Epochs = epochs, LearningRate = 0.05, WeightDecay = 2e-4, Augment = Augmentation.None, BatchNormMomentum = 0.1, EvaluateEvery = epochs };
        double[] bf16 = new double[seeds], fp32 = new double[seeds], peer = new double[seeds];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("strata-bench-");
        try
        {
            Export(set, set.Train, Path.Combine(folder.FullName, "train"));
            Export(set, set.Test, Path.Combine(folder.FullName, "test"));
            for (int seed = 0; seed < seeds; seed++)
            {
                bf16[seed] = Train(spec, set, options with { Seed = seed, Precision = Precision.Bf16 }, folder);
                fp32[seed] = Train(spec, set, options with { Seed = seed, Precision = Precision.Fp32 }, folder);
                peer[seed] = TrainPeer(model, options with { Seed = seed }, folder, threads);
                Console.Error.WriteLine($"seed {seed}: bf16 {bf16[seed]:0.00} %, fp32 {fp32[seed]:0.00} %, PyTorch {peer[seed]:0.00} %");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        Timing[] accuracies = [new("Strata bf16", bf16), new("Strata fp32", fp32), new("PyTorch fp32", peer)];
        Figure[] figures = [.. Difference(accuracies[0], accuracies[1]), .. Difference(accuracies[0], accuracies[2]), .. Difference(accuracies[1], accuracies[2])];
        return Report.Write("accuracy", "test accuracy, %", "tests/oracle/train.py", [new($"{spec.Name}, {set.Name}, {epochs} epochs, rate {options.LearningRate}, decay {options.WeightDecay}, {threads} threads", accuracies, figures)]);
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
        return 100 * (Trainer.Train(spec, set, options, files).FinalTestAccuracy ?? throw new StrataException($"seed {options.Seed} diverged"));
    }

    private static double TrainPeer(string[] model, TrainingOptions options, DirectoryInfo folder, int threads)
    {
        string Array(string name) => Path.Combine(folder.FullName, $"{name}.npy");
        string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Peer.Interpreter,
        [
            Path.Combine(ResultFile.Root(), "tests", "oracle", "train.py"), "--images", Array("train-images"), "--labels", Array("train-labels"), "--test-images", Array("test-images"), "--test-labels", Array("test-labels"),
            "--depth", model[0], "--width", model[1], "--epochs", $"{options.Epochs}", "--batch", $"{options.Batch}", "--rate", Text(options.LearningRate), "--momentum", Text(options.Momentum),
            "--decay", Text(options.WeightDecay), "--bn-momentum", Text(options.BatchNormMomentum!.Value), "--seed", $"{options.Seed}",
        ]);
        start.RedirectStandardOutput = true;
        start.Environment["OMP_NUM_THREADS"] = $"{threads}";
        using Process process = Process.Start(start) ?? throw new StrataException("python3 does not start");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Match found = Regex.Matches(output, @"test accuracy ([0-9.]+) %").LastOrDefault() ?? throw new StrataException("tests/oracle/train.py told no accuracy; is python3-torch installed?");
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
