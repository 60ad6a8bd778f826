using System.CommandLine;
using System.Diagnostics;
using Strata.Data;
using Strata.Models.Families;
using Strata.Processor;
using Strata.Runtime;

namespace Strata.Benchmarks;

/// <summary>
/// What a user waits for before anything is computed, as whole processes from start to end; and what augmentation adds to training.
/// </summary>
internal static class StartBenchmark
{
    private const int Batch = 128;

    public static Command Command()
    {
        var data = new Option<string?>("--data")
        {
            Description =
            "CIFAR-10, such as cifar10:PATH or imagefolder:PATH; without it, only help and augmentation are timed"
        };
        var repetitions = new Option<int>("--repetitions") { DefaultValueFactory = _ => 10 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Threads.Available() };
        var command = new Command("start",
            "Seconds of strata --help and to the first batch, and the share of augmentation in training.") { data, repetitions, threads };
        command.SetAction(parsed => Run(parsed.GetValue(data), parsed.GetValue(repetitions), parsed.GetValue(threads)));
        return command;
    }

    /// <summary>A process that opens a set and fills the first batch of a training.</summary>
    public static Command FirstBatch()
    {
        var data = new Argument<string>("data");
        var command = new Command("first-batch") { data };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            ImageSet set = ImageSets.Load(parsed.GetValue(data)!);
            Fill(set, BatchOrder.Epoch(set.Train.Count, 0, 1)[..Batch], 0, new float[Batch * set.ImageBytes]);
        });
        return command;
    }

    private static int Run(string? data, int repetitions, int threads)
    {
        Threads.Set(threads);
        var cases = new List<BenchmarkCase> { Help(repetitions) };
        if (data is not null) cases.Add(Images(data, repetitions));
        cases.Add(Augmentation(repetitions, threads));
        return Report.Write("start", "s", "none", cases);
    }

    private static BenchmarkCase Help(int repetitions)
    {
        // All output folders lie beside each other.
        string program = AppContext.BaseDirectory.Replace("Strata.Benchmarks", "Strata.Cli", StringComparison.Ordinal)
            + (OperatingSystem.IsWindows() ? "strata.exe" : "strata");
        Timing help = Processes("strata --help", repetitions, program, "--help");
        var figures = new List<Figure> { new("strata --help", help.Median, Better.Lower, 0.3, "s") };
        if (OperatingSystem.IsLinux())
            figures.Add(new("libraries of libtorch that it loads", LibTorchLoaded(program), Better.Lower, 0, "files"));
        return new("strata --help, whole process", [help], figures);
    }

    private static BenchmarkCase Images(string data, int repetitions)
    {
        // Makes the cache where there is none yet.
        ImageSet set = ImageSets.Load(data);
        Timing first = Processes("to the end of a process that fills one batch", repetitions,
            Path.Combine(AppContext.BaseDirectory, "Strata.Benchmarks"), "first-batch", data);
        return
            new(
                $"first augmented batch of {set.Train.Count + set.Test.Count} images {set.Height}×{set.Width} from the cache, whole "
                + "process", [first], [new("first batch", first.Median, Better.Lower, 1, "s")]);
    }

    private static BenchmarkCase Augmentation(int repetitions, int threads)
    {
        const int Steps = 10;
        var spec = ResNetCifar.Create(38, 1, 10, 3, 32);
        byte[] pixels = new byte[1024 * 3 * 32 * 32];
        new Random(0).NextBytes(pixels);
        var set = new ImageSet
        {
            Name = "noise",
            Classes = [.. Enumerable.Range(0, 10).Select(c => $"{c}")],
            Channels = 3,
            Height = 32,
            Width = 32,
            PixelMaximum = 255,
            Train = new HeldExamples(pixels, new int[1024]),
            Test = new HeldExamples([], []),
            Hash = "noise",
            Citation = "made up",
        };
        float[] images = new float[Batch * set.ImageBytes];
        int[] indices = [.. Enumerable.Range(0, Batch).Select(i => i * 7 % 1024)];
        using var training = new TrainingSteps(spec, Batch, CpuFeatures.Detect().HasFastBf16);
        double[] augment = new double[repetitions], steps = new double[repetitions];
        for (int r = -1; r < repetitions; r++)
        {
            int step = 0;
            double filled = Timing.Seconds(() => Fill(set, indices, step++, images), Steps) / Steps, trained = training.Time(Steps) / Steps;
            if (r >= 0) (augment[r], steps[r]) = (filled, trained);
        }
        Timing[] timings = [new("augmentation of a batch", augment), new("training step", steps)];
        double share = 1 / (1 + timings[1].RatioTo(timings[0]));
        return new($"{spec.Name}, batch {Batch}, {threads} threads", timings,
            [new("augmentation / training with it", share, Better.Lower, 0.03)]);
    }

    private static void Fill(ImageSet set, int[] indices, int step, float[] images)
        => Augmenter.Fill(set, set.Train, indices, 0, 1, step, images, PixelLayout.ChannelsLast);

    private static Timing Processes(string name, int repetitions, string program, params string[] arguments)
    {
        double[] seconds = new double[repetitions];
        for (int r = -1; r < repetitions; r++)
        {
            double time = Timing.Seconds(() => Output(new(program, arguments)));
            if (r >= 0) seconds[r] = time;
        }
        return new(name, seconds);
    }

    /// <summary>How many of libtorch's files the system's loader opens; it tells under LD_DEBUG.</summary>
    private static int LibTorchLoaded(string program)
    {
        var start = new ProcessStartInfo(program, ["--help"]) { RedirectStandardError = true };
        start.Environment["LD_DEBUG"] = "files";
        string[] torch = ["libtorch", "libLibTorchSharp", "libc10"];
        return Output(start).Split('\n')
            .Count(line => line.Contains("generating link map", StringComparison.Ordinal) && torch.Any(line.Contains));
    }

    private static string Output(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start) ?? throw new StrataException($"{start.FileName} does not start");
        Task<string> error = start.RedirectStandardError ? process.StandardError.ReadToEndAsync() : Task.FromResult("");
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? error.Result : throw new StrataException($"{start.FileName} ended with {process.ExitCode}");
    }
}
