using BenchmarkDotNet.Attributes;
using Strata.Runtime;
using Strata.Similarity;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Benchmarks.Kernels;

/// <summary>
/// All pairs of layers from their Grams of 256 examples: ours from packed triangles with sums in double, libtorch's from full Grams with
/// sums in float.
/// </summary>
public sealed class PairKernels : IDisposable
{
    private const int Examples = 256;

    private PackedGrams _grams = null!;
    private Tensor _full = null!, _packed = null!;
    private LayerRanges[] _ranges = [];

    [Params(129, 576)]
    public int Layers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _grams = new(Layers, Examples);
        using Tensor output = torch.rand([Examples, 32]);
        for (int layer = 0; layer < Layers; layer++)
            _grams.Set(layer, new(TensorMemory.Span<float>(output), [Examples, 32]), UnitRoundoff.OfSingle, exact: true);
        _grams.Center(Examples);
        _ranges = [new(0, Layers, 0, Layers)];
        _full = torch.rand([Layers, Examples * Examples]);
        _packed = torch.rand([Layers, Examples * (Examples - 1) / 2]);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        foreach (IDisposable owned in new IDisposable[] { _grams, _full, _packed }) owned.Dispose();
    }

    [Benchmark(Description = "all pairs: Strata")]
    public void Strata() => _grams.Products(_ranges, Examples);

    [Benchmark(Description = "all pairs: libtorch mm of full Grams, float sums")]
    public void Full()
    {
        using Tensor columns = _full.t(), product = _full.mm(columns);
    }

    [Benchmark(Description = "all pairs: libtorch mm of triangles, float sums")]
    public void Packed()
    {
        using Tensor columns = _packed.t(), product = _packed.mm(columns);
    }

    [Benchmark(Description = "all pairs: libtorch mm of triangles, cast to double")]
    public void PackedInDouble()
    {
        using Tensor wide = _packed.to(ScalarType.Float64), columns = wide.t(), product = wide.mm(columns);
    }
}
