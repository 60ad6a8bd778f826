using System.CommandLine;
using Strata.Engine;
using Strata.Engine.Kernels;
using Strata.Processor;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Benchmarks;

/// <summary>
/// The row of Processor/rates.json for this processor: 3×3 convolutions of a training step, Strata's and libtorch's, in
/// processor time of one thread.
/// </summary>
internal static unsafe class RatesBenchmark
{
    private const int Batch = 64;

    public static Command Command()
    {
        var channels = new Option<int[]>("--channels")
        {
            DefaultValueFactory = _ => [16, 32, 64, 128, 256],
            AllowMultipleArgumentsPerToken = true,
        };
        var repetitions = new Option<int>("--repetitions") { DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "for one measurement, about", DefaultValueFactory = _ => 0.1 };
        var command = new Command("rates", "Prints the rates by which Strata chooses who computes on processors of this class.")
        {
            channels, repetitions, seconds,
        };
        command.SetAction(parsed => Run(parsed.GetValue(channels)!, parsed.GetValue(repetitions), parsed.GetValue(seconds)));
        return command;
    }

    private static int Run(int[] channels, int repetitions, double seconds)
    {
        Threads.Set(1);
        var rates = new List<KernelRate>();
        foreach (int count in channels)
        {
            // As in ResNets: twice the channels, half the side.
            var shape = new ConvolutionShape(count, count, Math.Max(8, 512 / count), Math.Max(8, 512 / count), 3, 1);
            double work = 2e-9 * Batch * shape.OutHeight * shape.OutWidth * shape.In * shape.Out * shape.Size * shape.Size;
            foreach (ScalarType type in (ScalarType[])[ScalarType.BFloat16, ScalarType.Float32])
            {
                using DisposeScope scope = NewDisposeScope();
                using var gradients = new WeightGradients();
                Tensor input = Draw(shape.In, shape.Height, type), output = Draw(shape.Out, shape.OutHeight, type),
                    weight = TensorMemory.ToChannelsLast(randn([shape.Out, shape.In, shape.Size, shape.Size]).to(type));
                foreach ((KernelKind kind, Action? ours, Action theirs) in type == ScalarType.BFloat16
                    ? Bf16(shape, input, weight, output, gradients.Bf16) : Fp32(shape, input, weight, output, gradients.Fp32))
                {
                    (string, Action)[] contestants = [.. ours is null ? Array.Empty<(string, Action)>() : [("Strata", ours)],
                        ("libtorch", theirs)];
                    Timing[] timings = ProcessorRate.Measure(contestants, work, repetitions, seconds);
                    rates.Add(new(kind, count, ours is null ? null : Math.Round(timings[0].Median, 1), Math.Round(timings[^1].Median, 1)));
                    Console.Error.WriteLine($"{kind}, {count} channels: "
                        + string.Join(", ", timings.Select(t => $"{t.Name} {t.Median:0} ({t.Minimum:0}-{t.Maximum:0})")));
                }
            }
        }
        CpuFeatures cpu = CpuFeatures.Detect();
        var row = new ProcessorRates(ProcessorClass.Of(cpu)?.Name ?? "name of the class",
            $"{cpu.Model}, libtorch {Version.Parse(__version__).ToString(3)}",
            [.. rates.OrderBy(rate => rate.Kind).ThenBy(rate => rate.Channels)]);
        Console.WriteLine(row.Row());
        Console.Error.WriteLine($"Training: {(row.TrainsFasterInBf16 ? "bf16" : "fp32")} is the faster");
        return 0;
    }

    private static (KernelKind, Action?, Action)[] Bf16(
        ConvolutionShape shape, Tensor input, Tensor weight, Tensor output, WeightGradient gradient)
    {
        ConvolutionKernel? forward = ConvolutionKernel.Forward(shape), backward = ConvolutionKernel.InputGradient(shape);
        Tensor packed = empty([Math.Max(forward?.PackedLength ?? 0, backward?.PackedLength ?? 0) + 1], dtype: ScalarType.BFloat16),
            plain = weight.contiguous(), toWeight = empty(weight.shape);
        ushort* from = TensorMemory.Pointer<ushort>(plain), to = TensorMemory.Pointer<ushort>(packed),
            x = TensorMemory.ChannelsLast<ushort>(input), y = TensorMemory.ChannelsLast<ushort>(output);
        float* sums = TensorMemory.Pointer<float>(toWeight);
        return
        [
            (KernelKind.ForwardBf16, forward is null ? null : () =>
            {
                forward.Pack(from, null, to);
                forward.Run(x, to, y, Batch);
            }, () => Forward(shape, input, weight)),
            (KernelKind.InputGradientBf16, backward is null ? null : () =>
            {
                backward.Pack(from, null, to);
                backward.Run(y, to, x, Batch);
            }, () => InputGradient(shape, input, weight, output)),
            (KernelKind.WeightGradientBf16, WeightGradient.Supports(shape) ? () => gradient.Run(y, x, sums, Batch, shape) : null,
                () => WeightGradientOf(shape, input, weight, output)),
        ];
    }

    private static (KernelKind, Action?, Action)[] Fp32(
        ConvolutionShape shape, Tensor input, Tensor weight, Tensor output, WinogradWeightGradient gradient)
    {
        Tensor plain = weight.contiguous(), toWeight = empty(weight.shape);
        float* x = TensorMemory.ChannelsLast<float>(input), y = TensorMemory.ChannelsLast<float>(output),
            sums = TensorMemory.Pointer<float>(toWeight);
        WinogradConvolution? ours = WinogradConvolution.TryCreate(shape.In, shape.Out);
        return
        [
            (KernelKind.ForwardFp32, ours is null ? null : () =>
            {
                ours.Set(TensorMemory.Span<float>(plain));
                ours.Run(input).Dispose();
            }, () => Forward(shape, input, weight)),
            (KernelKind.InputGradientFp32, ours is null ? null : () =>
            {
                ours.SetTransposed(TensorMemory.Span<float>(plain));
                ours.Run(output).Dispose();
            }, () => InputGradient(shape, input, weight, output)),
            (KernelKind.WeightGradientFp32, WinogradWeightGradient.Supports(shape) ? () => gradient.Run(y, x, sums, Batch, shape) : null,
                () => WeightGradientOf(shape, input, weight, output)),
        ];
    }

    private static void Forward(ConvolutionShape shape, Tensor input, Tensor weight)
        => nn.functional.conv2d(input, weight, strides: [shape.Stride, shape.Stride], padding: [shape.Padding, shape.Padding]).Dispose();

    private static void InputGradient(ConvolutionShape shape, Tensor input, Tensor weight, Tensor output)
        => ConvolutionGradient.Of(output, input, weight, shape.Stride, shape.Padding, needInput: true, needWeight: false, needBias: false)
            .Input!.Dispose();

    private static void WeightGradientOf(ConvolutionShape shape, Tensor input, Tensor weight, Tensor output)
        => ConvolutionGradient.Of(output, input, weight, shape.Stride, shape.Padding, needInput: false, needWeight: true, needBias: false)
            .Weight!.Dispose();

    private static Tensor Draw(long channels, long size, ScalarType type)
        => randn([Batch, size, size, channels]).to(type).contiguous().permute(0, 3, 1, 2);
}
