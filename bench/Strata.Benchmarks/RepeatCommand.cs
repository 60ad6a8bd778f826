using System.CommandLine;
using System.Globalization;
using Strata.Processor;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Training;

namespace Strata.Benchmarks;

/// <summary>
/// A process that does one kind of work on a network as often as each line of its input says, and answers with the seconds: a neighbour, or
/// what a profiler looks at.
/// </summary>
internal static class RepeatCommand
{
    public static Command Command()
    {
        var work = new Argument<string>("work")
        {
            Description =
            "train (a step), pass (a bare forward pass), exact, fast or components (a comparison of all layers, of --batches)"
        };
        work.AcceptOnlyFromAmong("train", "pass", "exact", "fast", "components");
        var model = new Option<string>("--model") { Description = BenchmarkModel.Says, DefaultValueFactory = _ => "38-1" };
        var batches = new Option<int?>("--batches") { Description = "of a comparison; without it two for each thread" };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Threads.Available() };
        var command = new Command("repeat", "Does one kind of work as often as each line of its input says; for profilers.") { work, model,
            batches, threads };
        command.SetAction(parsed => Run(parsed.GetValue(work)!, parsed.GetValue(model)!, parsed.GetValue(batches),
            parsed.GetValue(threads)));
        return command;
    }

    private static int Run(string work, string model, int? batches, int threads)
    {
        Threads.Set(threads);
        using TrainingSteps? training = work == "train"
            ? new(BenchmarkModel.Parse(model), 128, CpuFeatures.Detect().HasFastBf16) : null;
        using RandomNetworks? networks = work == "train" ? null : new(model, 1, 256 * (batches ?? 2 * threads));
        var options = new ComparisonOptions
        {
            Batch = 256,
            Passes = 1,
            Precision = work == "fast" ? Precision.Bf16 : Precision.Fp32,
            Components = work == "components"
        };
        Func<int, double> time = work switch
        {
            "train" => training!.Time,
            "pass" => count => Timing.Seconds(() => networks!.Models[0].Visit([.. Enumerable.Range(0, 256)], [], (_, _) => { }), count),
            _ => count => Timing.Seconds(() => ModelComparison.Compare([networks!.Models[0]], [(0, 0)], options), count),
        };
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line)
            Console.WriteLine(time(int.Parse(line, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
