using System.Runtime.Intrinsics;

namespace Strata.Engine.Kernels;

internal readonly struct NoActivation : IActivation
{
    public static Vector512<float> Of(Vector512<float> z) => z;

    public static float Of(float z) => z;

    public static Vector512<float> Gradient(Vector512<float> gradient, Vector512<float> z) => gradient;

    public static float Gradient(float gradient, float z) => gradient;
}
