using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Strata.Engine.Kernels;

/// <summary>max(0, z). A comparison instead of a maximum: NaN must go through, so that a diverging run is seen.</summary>
internal readonly struct ReluActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> z)
        => Vector512.ConditionalSelect(Vector512.LessThan(z, Vector512<float>.Zero), Vector512<float>.Zero, z);

    public static float Of(float z) => z < 0 ? 0 : z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gradient(Vector512<float> gradient, Vector512<float> z)
        => gradient & Vector512.GreaterThan(z, Vector512<float>.Zero);

    public static float Gradient(float gradient, float z) => z > 0 ? gradient : 0;
}
