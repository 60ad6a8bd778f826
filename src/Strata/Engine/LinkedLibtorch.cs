using System.Reflection;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>The libtorch of this program, by TorchSharp. Decompositions are LAPACK's.</summary>
internal sealed class LinkedLibtorch : Libtorch
{
    public override string Version
        => typeof(LinkedLibtorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => a.Key == "LibTorch")?.Value ?? "unknown";

    public override string TorchSharp => RunEnvironment.VersionOf(typeof(torch).Assembly)[0];

    public override int Threads
    {
        get => get_num_threads();
        set => set_num_threads(value);
    }

    public override double[] SingularValues(double[] matrix, int rows, int columns)
    {
        using DisposeScope scope = NewDisposeScope();
        return Values(linalg.svdvals(tensor(matrix, [rows, columns])));
    }

    public override (double[] Vectors, double[] Values) LeftSingular(double[] matrix, int rows, int columns)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor u, Tensor s, _) = linalg.svd(tensor(matrix, [rows, columns]), fullMatrices: false);
        return (Values(u.t()), Values(s));
    }

    public override (double[] Vectors, double[] Values) Symmetric(double[] matrix, int n)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor values, Tensor vectors) = linalg.eigh(tensor(matrix, [n, n]));
        return (Values(vectors.t().flip(0)), Values(values.flip(0)));
    }

    private static double[] Values(Tensor tensor) => TensorMemory.Span<double>(tensor.contiguous()).ToArray();
}
