using BenchmarkDotNet.Attributes;
using Strata.Engine;
using Strata.Processor;
using Strata.Runtime;
using Strata.Engine.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Benchmarks.Kernels;

/// <summary>
/// The gradient of a convolution's weights, bf16 and channels-last, batch 128: our assembled kernel, libtorch's, which is oneDNN's.
/// </summary>
public sealed unsafe class WeightGradientKernels : IDisposable
{
    private const int Batch = 128;

    /// <summary>Bytes of the tensors that take turns: more than the caches hold, as in training.</summary>
    private const long Memory = 160_000_000;

    private readonly WeightGradient _gradients = new();
    private readonly List<(Tensor Input, Tensor Gradient)> _turns = [];
    private ConvolutionShape _shape;
    private Tensor _weight = null!, _result = null!;
    private int _turn;

    /// <summary>Input channels × size → output channels, kernel, stride.</summary>
    [Params("16×32→16 3/1", "32×16→32 3/1", "64×8→64 3/1", "16×32→32 3/2", "32×16→64 3/2", "16×32→32 1/2", "3×32→16 3/1", "256×8→256 3/1")]
    public string Convolution { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        int[] numbers = [.. Convolution.Split('×', '→', ' ', '/').Select(int.Parse)];
        _shape = new(numbers[0], numbers[2], numbers[1], numbers[1], numbers[3], numbers[4]);
        (_weight, _result) = (Draw(_shape.Out, _shape.In, _shape.Size), torch.empty(_shape.Out, _shape.In, _shape.Size, _shape.Size));
        for (long bytes = 0; bytes < Memory;)
        {
            _turns.Add((Draw(Batch, _shape.In, _shape.Height), Draw(Batch, _shape.Out, _shape.OutHeight)));
            bytes += sizeof(ushort) * (_turns[^1].Input.NumberOfElements + _turns[^1].Gradient.NumberOfElements);
        }

        Tensor Draw(int n, int channels, int size)
        {
            using Tensor values = torch.randn([n, size, size, channels]), rows = values.to(ScalarType.BFloat16);
            return rows.permute(0, 3, 1, 2);
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _gradients.Dispose();
        _weight.Dispose();
        _result.Dispose();
        foreach (var (input, gradient) in _turns)
        {
            input.Dispose();
            gradient.Dispose();
        }
        _turns.Clear();
    }

    [Benchmark(Description = "weight gradient: Strata")]
    public void Strata()
    {
        var (input, gradient) = _turns[_turn++ % _turns.Count];
        _gradients.Run(TensorMemory.ChannelsLast<ushort>(gradient), TensorMemory.ChannelsLast<ushort>(input),
            TensorMemory.Pointer<float>(_result), Batch, _shape);
    }

    [Benchmark(Description = "weight gradient: libtorch")]
    public void LibTorch()
    {
        var (input, gradient) = _turns[_turn++ % _turns.Count];
        var (_, toWeight, _) = ConvolutionGradient.Of(gradient, input, _weight, _shape.Stride, _shape.Padding, needInput: false,
            needWeight: true, needBias: false);
        toWeight!.Dispose();
    }
}
