using System.CommandLine;
using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Strata.Runtime;

namespace Strata.Benchmarks.Kernels;

/// <summary>Our own kernels beside what libtorch would take for the same, with BenchmarkDotNet.</summary>
internal static class KernelBenchmarks
{
    private static readonly Type[] s_classes = [typeof(GramKernels), typeof(PairKernels), typeof(BatchNormReluKernels),
        typeof(WeightGradientKernels)];

    public static Command Command()
    {
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Math.Min(2, Threads.Available()) };
        var iterations = new Option<int>("--iterations") { DefaultValueFactory = _ => 9 };
        var command = new Command("kernels", "Our own kernels beside libtorch's, with BenchmarkDotNet.") { threads, iterations };
        command.SetAction(parsed => Run(parsed.GetValue(threads), parsed.GetValue(iterations)));
        return command;
    }

    private static int Run(int threads, int iterations)
    {
        Threads.Set(threads);
        // In this process: libtorch is loaded, patched and set up here, and a project made on the fly would lack all that.
        Job job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithStrategy(RunStrategy.Throughput).WithWarmupCount(3)
            .WithIterationCount(iterations)
            .WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(200));
        IConfig config = ManualConfig.CreateEmpty().AddJob(job).AddLogger(NullLogger.Instance)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .WithArtifactsPath(Path.Combine(ResultFile.Root(), "artifacts", "benchmarks"))
            .WithOptions(ConfigOptions.DisableOptimizationsValidator);
        var cases = new List<BenchmarkCase>();
        foreach (Type type in s_classes)
        {
            Summary summary = BenchmarkRunner.Run(type, config);
            foreach (var error in summary.ValidationErrors.Where(e => e.IsCritical)) throw new StrataException(error.Message);
            foreach (var subject in summary.Reports.GroupBy(r => r.BenchmarkCase.Parameters.DisplayInfo)) cases.Add(Case(subject, threads));
        }
        return Report.Write("kernels", "µs", "libtorch, in the same process", cases);
    }

    /// <summary>Names are "SUBJECT: Strata" and "SUBJECT: libtorch", with more after the latter.</summary>
    private static BenchmarkCase Case(IGrouping<string, BenchmarkReport> subject, int threads)
    {
        Timing[] timings =
            [.. subject.Select(r => new Timing(r.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
                [.. r.GetResultRuns().Select(m => m.Nanoseconds / m.Operations / 1000)]))];
        var figures = new List<Figure>();
        foreach (var pair in timings.GroupBy(t => t.Name[..t.Name.IndexOf(':', StringComparison.Ordinal)]))
        {
            Timing ours = pair.Single(t => t.Name.EndsWith("Strata", StringComparison.Ordinal));
            // BenchmarkDotNet runs one kernel after the other, so that there are no pairs to take ratios of.
            figures.AddRange(pair.Where(t => t != ours)
                .Select(t => new Figure($"{t.Name} / Strata", t.Median / ours.Median, Better.Higher)));
        }
        return new($"{subject.Key.Trim('[', ']')}, {threads.ToString(CultureInfo.InvariantCulture)} threads", timings, figures);
    }
}
