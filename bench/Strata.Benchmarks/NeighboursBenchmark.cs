using System.CommandLine;
using System.Globalization;
using Strata.Runtime;

namespace Strata.Benchmarks;

/// <summary>
/// Two processes of Strata, each with all threads, side by side and one after the other: waiting threads that spin would take the cores
/// from those that work.
/// </summary>
internal static class NeighboursBenchmark
{
    /// <summary>What libgomp does where nobody sets GOMP_SPINCOUNT.</summary>
    private const int StandardSpins = 300_000;

    public static Command Command()
    {
        var repetitions = new Option<int>("--repetitions") { DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds")
        {
            Description = "of work for each process in one measurement, about",
            DefaultValueFactory = _ => 4.0
        };
        var threads = new Option<int>("--threads") { Description = "of each process", DefaultValueFactory = _ => Threads.Available() };
        var command = new Command("neighbours", "Two processes side by side, beside one after the other.") { repetitions,
            seconds, threads };
        command.SetAction(parsed => Run(parsed.GetValue(repetitions), parsed.GetValue(seconds), parsed.GetValue(threads)));
        return command;
    }

    private static int Run(int repetitions, double seconds, int threads)
    {
        BenchmarkCase[] cases =
        [
            Measure("train", "train", null, repetitions, seconds, threads),
            Measure("exact", "exact", null, repetitions, seconds, threads),
            Measure("train", "exact", null, repetitions, seconds, threads),
            // Side by side this may take twenty times as long.
            Measure("train", "train", StandardSpins, Math.Min(3, repetitions), seconds / 4, threads),
        ];
        return Report.Write("neighbours", "s", "Strata itself, two processes", cases);
    }

    private static BenchmarkCase Measure(string first, string second, int? spins, int repetitions, double seconds, int threads)
    {
        using Peer a = Peer.Self(spins, "repeat", first, "--threads", $"{threads}"),
            b = Peer.Self(spins, "repeat", second, "--threads", $"{threads}");
        string[] units = [.. new[] { a, b }.Select(p =>
        {
            p.Time("2");
            return Math.Max(1, (int)Math.Round(seconds / (p.Time("2") / 2))).ToString(CultureInfo.InvariantCulture);
        })];
        double[] apart = new double[repetitions], together = new double[repetitions];
        for (int r = 0; r < repetitions; r++)
        {
            apart[r] = a.Time(units[0]) + b.Time(units[1]);
            together[r] = Timing.Seconds(() =>
            {
                a.Send(units[0]);
                b.Send(units[1]);
                a.Receive();
                b.Receive();
            });
        }
        Timing[] timings = [new("one after the other", apart), new("side by side", together)];
        string Words(string work) => work == "train" ? "training" : "comparing";
        string name =
            $"{Words(first)} and {Words(second)}, ResNet-38-1x, {threads} threads "
            + $"each{(spins is null ? "" : $", {spins} spins as libgomp has it")}";
        Console.Error.WriteLine($"{name}: {timings[0].RatioTo(timings[1]):0.00}");
        return new(name, timings,
            [new("throughput side by side / one after the other", timings[0].RatioTo(timings[1]), Better.Higher, spins is null
                ? 0.8 : null)]);
    }
}
