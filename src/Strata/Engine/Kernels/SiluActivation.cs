using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Strata.Engine.Kernels;

/// <summary>z·σ(z) with σ(z) = 1 / (1 + e⁻ᶻ) (Hendrycks and Gimpel 2016); its slope is σ(z)·(1 + z·(1 − σ(z))).</summary>
internal readonly struct SiluActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> z) => z * Sigmoid(z);

    public static float Of(float z) => z / (1 + MathF.Exp(-z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gradient(Vector512<float> gradient, Vector512<float> z)
    {
        Vector512<float> sigmoid = Sigmoid(z);
        return gradient * sigmoid * Vector512.FusedMultiplyAdd(z, Vector512<float>.One - sigmoid, Vector512<float>.One);
    }

    public static float Gradient(float gradient, float z)
    {
        float sigmoid = 1 / (1 + MathF.Exp(-z));
        return gradient * sigmoid * (1 + z * (1 - sigmoid));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Sigmoid(Vector512<float> z)
        => Vector512<float>.One / (Vector512<float>.One + Exponential.Of(-z));
}
