using System.CommandLine;
using Strata.Benchmarks;
using Strata.Benchmarks.Kernels;
using Strata.Runtime;

// Before anything loads libtorch, as the command does.
NativeEnvironment.Prepare();
var root = new RootCommand("Times Strata beside its peers, interleaved in one session, and keeps the result under bench/results.")
{
    TrainBenchmark.Command(), CkaBenchmark.Command(), CkaScaleBenchmark.Command(), ProbesBenchmark.Command(), NeighboursBenchmark.Command(),
    StartBenchmark.Command(), DataBenchmark.Command(), WaitsBenchmark.Command(), PageBenchmark.Command(), ConvolutionBenchmark.Command(),
    Fp32ConvolutionBenchmark.Command(), RatesBenchmark.Command(), AccuracyBenchmark.Command(), KernelBenchmarks.Command(),
    CheckCommand.Command(), RepeatCommand.Command(), StartBenchmark.FirstBatch(),
};
return await root.Parse(args).InvokeAsync();
