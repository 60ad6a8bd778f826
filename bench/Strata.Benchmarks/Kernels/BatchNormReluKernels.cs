using BenchmarkDotNet.Attributes;
using Strata.Processor;
using Strata.Runtime;
using Strata.Engine.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Benchmarks.Kernels;

/// <summary>
/// Batch norm in training with the ReLU behind it, bf16 and channels-last, batch 128: our two passes, libtorch's operations.
/// </summary>
public unsafe class BatchNormReluKernels
{
    private const int Batch = 128;

    private int _channels, _numbers;
    private Tensor _input = null!, _leaf = null!, _output = null!, _gradient = null!, _work = null!, _gamma = null!, _beta = null!,
        _mean = null!, _variance = null!;
    private float[] _zeros = [], _ones = [];

    [Params("16×32×32", "64×8×8")]
    public string Activations { get; set; } = "";

    private int Rows => _numbers / _channels;

    [GlobalSetup]
    public void Setup()
    {
        int[] shape = [.. Activations.Split('×').Select(int.Parse)];
        (_channels, _numbers) = (shape[0], Batch * shape[0] * shape[1] * shape[2]);
        Tensor Draw()
        {
            using Tensor values = torch.randn([Batch, shape[1], shape[2], shape[0]]), rows = values.to(ScalarType.BFloat16);
            return rows.permute(0, 3, 1, 2);
        }
        (_input, _leaf, _output, _gradient, _work) = (Draw(), Draw().requires_grad_(), Draw(), Draw(), Draw());
        (_gamma, _beta, _mean, _variance) = (torch.ones(_channels), torch.zeros(_channels), torch.zeros(_channels), torch.ones(_channels));
        _gamma.requires_grad_();
        _beta.requires_grad_();
        (_zeros, _ones) = (new float[_channels], [.. Enumerable.Repeat(1f, _channels)]);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (Tensor owned in new[] { _input, _leaf, _output, _gradient, _work, _gamma, _beta, _mean, _variance }) owned.Dispose();
    }

    [Benchmark(Description = "forward: Strata")]
    public void Forward()
    {
        BatchNormKernels<ushort, Bf16>.Moments(At(_input), Rows, _channels, _zeros);
        BatchNormKernels<ushort, Bf16>.Apply<ReluActivation>(At(_input), null, At(_output), Rows, _channels, _ones, _zeros);
    }

    [Benchmark(Description = "forward: libtorch")]
    public void LibTorchForward()
    {
        using var none = no_grad();
        using Tensor normed = nn.functional.batch_norm(_input, _mean, _variance, _gamma, _beta, training: true);
        normed.relu_();
    }

    /// <summary>The gradient is made in the input's memory, so that what is read differs from call to call; the time does not.</summary>
    [Benchmark(Description = "forward and backward: Strata")]
    public void Both()
    {
        BatchNormKernels<ushort, Bf16>.Moments(At(_work), Rows, _channels, _zeros);
        BatchNormKernels<ushort, Bf16>.Apply<ReluActivation>(At(_work), null, At(_output), Rows, _channels, _ones, _zeros);
        BatchNormKernels<ushort, Bf16>.GradientSums<ReluActivation>(At(_gradient), At(_work), Rows, _channels, _zeros, _ones, _zeros);
        BatchNormKernels<ushort, Bf16>.InputGradient<ReluActivation>(
            At(_gradient), At(_work), Rows, _channels, _ones, _zeros, _ones, _zeros, _zeros);
    }

    [Benchmark(Description = "forward and backward: libtorch")]
    public void LibTorchBoth()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor output = nn.functional.batch_norm(_leaf, _mean, _variance, _gamma, _beta, training: true).relu_();
        output.backward([_gradient]);
    }

    private static ushort* At(Tensor tensor) => TensorMemory.ChannelsLast<ushort>(tensor);
}
