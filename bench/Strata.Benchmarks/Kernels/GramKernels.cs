using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Strata.Activations;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Benchmarks.Kernels;

/// <summary>The Gram of 256 examples from channels-last float32 activations: our triangle, libtorch's full product.</summary>
public unsafe class GramKernels
{
    private const int Examples = 256;

    private GramProduct _exact = null!, _fast = null!;
    private int[] _shape = [];
    private Tensor _rows = null!;
    private float* _gram, _diagonal;

    [Params("16×32×32", "64×8×8")]
    public string Activations { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        int[] shape = [.. Activations.Split('×').Select(int.Parse)];
        _shape = [Examples, .. shape];
        using Tensor values = torch.rand([Examples, shape[1], shape[2], shape[0]]);
        _rows = values.reshape(Examples, -1);
        (_exact, _fast) = (new(Examples), new(Examples, Precision.Bf16));
        _gram = (float*)NativeMemory.AlignedAlloc(Examples * Examples * sizeof(float), 64);
        _diagonal = (float*)NativeMemory.AlignedAlloc(Examples * sizeof(float), 64);
    }

    private LayerOutput Output => new(TensorMemory.Span<float>(_rows), _shape, channelsLast: true);

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (IDisposable owned in new IDisposable[] { _exact, _fast, _rows }) owned.Dispose();
        NativeMemory.AlignedFree(_gram);
        NativeMemory.AlignedFree(_diagonal);
    }

    [Benchmark(Description = "fp32 Gram: Strata")]
    public void Exact() => _exact.Compute(Output, _gram, _diagonal, null, null, null);

    [Benchmark(Description = "fp32 Gram: libtorch mm")]
    public void LibTorch()
    {
        using Tensor columns = _rows.t(), product = _rows.mm(columns);
    }

    [Benchmark(Description = "bf16 Gram: Strata")]
    public void Fast() => _fast.Compute(Output, _gram, _diagonal, null, null, null);

    [Benchmark(Description = "bf16 Gram: libtorch cast and mm")]
    public void LibTorchBf16()
    {
        using Tensor rows = _rows.to(ScalarType.BFloat16), columns = rows.t(), product = rows.mm(columns);
    }
}
