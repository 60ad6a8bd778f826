using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Runtime;

/// <summary>
/// Sums of tensors with a scalar that is held. TorchSharp's own make one on the way and keep no hold of it during the native call, so that
/// a garbage collection at that moment frees the number that native code is about to read: build/BannedSymbols.txt names them.
/// </summary>
internal static class TensorSums
{
    public static readonly Scalar Zero = 0.ToScalar(), One = 1.ToScalar(), Two = 2.ToScalar();

    /// <summary>x + y, new.</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>x + y in the memory of x.</summary>
    public static Tensor Add(this Tensor x, Tensor y) => x.add_(y, One);

    /// <summary>x · factor, new.</summary>
    public static Tensor Times(this Tensor x, double factor)
    {
        using Scalar held = factor.ToScalar();
        return x.mul(held);
    }

    /// <summary>x / divisor, new.</summary>
    public static Tensor Over(this Tensor x, long divisor)
    {
        using Scalar held = divisor.ToScalar();
        return x.div(held);
    }

    /// <summary>x², new.</summary>
    public static Tensor Squared(this Tensor x) => x.pow(Two);
}
