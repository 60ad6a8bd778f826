using System.CommandLine;
using System.Globalization;
using Strata.Engine.Kernels;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Benchmarks;

/// <summary>Our 3×3 convolutions in fp32 beside libtorch's, on the shapes of the networks, channels-last.</summary>
internal static class Fp32ConvolutionBenchmark
{
    private const int Batch = 256;

    public static Command Command()
    {
        var shapes = new Option<string[]>("--shapes")
        {
            Description = "IN×OUT×HEIGHT",
            DefaultValueFactory = _ => ["16×16×32", "32×32×16", "64×64×8", "32×32×32", "64×64×16", "128×128×8", "64×64×32", "128×128×16",
                "256×256×8", "512×512×8"],
            AllowMultipleArgumentsPerToken = true,
        };
        var repetitions = new Option<int>("--repetitions") { DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "for one measurement, about", DefaultValueFactory = _ => 0.1 };
        var command = new Command("fp32-convolutions",
            "Billions of multiplications and additions per second of our fp32 convolutions and libtorch's.") { shapes,
            repetitions, seconds };
        command.SetAction(parsed => Run(parsed.GetValue(shapes)!, parsed.GetValue(repetitions), parsed.GetValue(seconds)));
        return command;
    }

    private static int Run(string[] shapes, int repetitions, double seconds)
    {
        Threads.Set(1);
        var cases = new List<BenchmarkCase>();
        foreach (string text in shapes)
        {
            int[] n = [.. text.Split('×', 'x').Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
            using DisposeScope scope = NewDisposeScope();
            Tensor input = TensorMemory.ToChannelsLast(torch.randn([Batch, n[0], n[2], n[2]])), weight = torch.randn([n[1], n[0], 3, 3]),
                bias = torch.randn([n[1]]);
            WinogradConvolution ours = WinogradConvolution.TryCreate(n[0], n[1]) ?? throw new StrataException($"no kernel for {text}");
            ours.Set(TensorMemory.Span<float>(weight), TensorMemory.Span<float>(bias));
            using Tensor channelsLastWeight = TensorMemory.ToChannelsLast(weight);
            (string Name, Action Work)[] contestants =
            [
                ("Strata", () => ours.Run(input).Dispose()),
                ("libtorch", () => nn.functional.conv2d(input, channelsLastWeight, bias, padding: [1, 1]).Dispose()),
            ];
            double work = 2e-9 * Batch * n[2] * n[2] * n[0] * n[1] * 9;
            Timing[] timings = ProcessorRate.Measure(contestants, work, repetitions, seconds);
            Figure[] figures = [new("Strata / libtorch", timings[0].RatioTo(timings[1]), Better.Higher)];
            cases.Add(new($"{n[0]} to {n[1]} channels, images {n[2]}×{n[2]}", timings, figures));
            Console.Error.WriteLine($"{text}: {string.Join(", ", timings.Select(t => $"{t.Median:0}"))}; {figures[0].Value:0.00}");
        }
        return Report.Write("fp32-convolutions", "G operations/s", "libtorch, in the same process", cases);
    }
}
