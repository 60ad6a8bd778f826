using System.CommandLine;
using System.Globalization;
using Strata.Engine;
using Strata.Processor;
using Strata.Runtime;
using Strata.Engine.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Benchmarks;

/// <summary>
/// Our convolutions and gradients of inputs beside libtorch's, on the shapes of the networks, bf16 and channels-last, batch 128; packing of
/// weights is part of ours.
/// </summary>
internal static unsafe class ConvolutionBenchmark
{
    private const int Batch = 128;

    public static Command Command()
    {
        var shapes = new Option<string[]>("--shapes")
        {
            Description = "IN×OUT×HEIGHT or IN×OUT×HEIGHT×SIZE×STRIDE",
            DefaultValueFactory = _ => ["3×16×32", "16×16×32", "16×32×32×3×2", "16×32×32×1×2", "32×32×16", "32×64×16×3×2", "32×64×16×1×2",
                "64×64×8", "32×32×32", "64×64×16", "128×128×8", "128×128×32", "256×256×16", "512×512×8", "128×256×32×3×2", "24×24×32"],
            AllowMultipleArgumentsPerToken = true,
        };
        var repetitions = new Option<int>("--repetitions") { DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "for one measurement, about", DefaultValueFactory = _ => 0.1 };
        var command = new Command("convolutions",
            "Billions of multiplications and additions per second of our convolutions and libtorch's.") { shapes, repetitions, seconds };
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
            var shape = new ConvolutionShape(n[0], n[1], n[2], n[2], n.Length > 3 ? n[3] : 3, n.Length > 4 ? n[4] : 1);
            using DisposeScope scope = NewDisposeScope();
            Tensor input = Draw(Batch, shape.In, shape.Height),
                weight = torch.randn([shape.Out, shape.In, shape.Size, shape.Size]).to(ScalarType.BFloat16);
            Tensor output = Draw(Batch, shape.Out, shape.OutHeight);
            using Tensor channelsLastWeight = TensorMemory.ToChannelsLast(weight);
            ConvolutionKernel forward = ConvolutionKernel.Forward(shape) ?? throw new StrataException($"no kernel for {shape}"),
                backward = ConvolutionKernel.InputGradient(shape)!;
            Tensor packed = torch.empty([Math.Max(forward.PackedLength, backward.PackedLength)], dtype: ScalarType.BFloat16);
            ushort* at = TensorMemory.Pointer<ushort>(weight), to = TensorMemory.Pointer<ushort>(packed),
                x = TensorMemory.ChannelsLast<ushort>(input), y = TensorMemory.ChannelsLast<ushort>(output);
            (string Name, Action Work)[] contestants =
            [
                ("forward: Strata", () =>
                {
                    forward.Pack(at, null, to);
                    forward.Run(x, to, y, Batch);
                }),
                ("forward: libtorch", () => nn.functional.conv2d(input, channelsLastWeight, strides: [shape.Stride, shape.Stride],
                    padding: [shape.Padding, shape.Padding]).Dispose()),
                ("input gradient: Strata", () =>
                {
                    backward.Pack(at, null, to);
                    backward.Run(y, to, x, Batch);
                }),
                ("input gradient: libtorch", () => ConvolutionGradient.Of(output, input, channelsLastWeight, shape.Stride, shape.Padding,
                    true, false, false).Input!.Dispose()),
            ];
            double work = 2e-9 * Batch * shape.OutHeight * shape.OutWidth * shape.In * shape.Out * shape.Size * shape.Size;
            Timing[] timings = ProcessorRate.Measure(contestants, work, repetitions, seconds);
            Figure[] figures = [new("forward: Strata / libtorch", timings[0].RatioTo(timings[1]), Better.Higher),
                new("input gradient: Strata / libtorch", timings[2].RatioTo(timings[3]), Better.Higher)];
            cases.Add(
                new(
                    $"{shape.In} to {shape.Out} channels, {shape.Size}×{shape.Size}, stride {shape.Stride}, images "
                    + $"{shape.Height}×{shape.Width}", timings, figures));
            Console.Error.WriteLine(
                $"{text}: {string.Join(", ", timings.Select(t => $"{t.Median:0}"))}; {figures[0].Value:0.00}, {figures[1].Value:0.00}");
        }
        return Report.Write("convolutions", "G operations/s", "libtorch, in the same process", cases);

        static Tensor Draw(long n, long channels, long size)
        {
            using Tensor values = torch.randn([n, size, size, channels]), rows = values.to(ScalarType.BFloat16);
            return rows.permute(0, 3, 1, 2);
        }
    }
}
