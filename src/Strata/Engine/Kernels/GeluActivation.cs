using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Strata.Engine.Kernels;

/// <summary>
/// z·Φ(z), Φ the normal distribution (Hendrycks and Gimpel 2016), which is not the form with tanh; its slope is Φ(z) + z·φ(z). Φ is that of
/// Abramowitz and Stegun 7.1.26, off by 8·10⁻⁸ at most.
/// </summary>
internal readonly struct GeluActivation : IActivation
{
    private const float InverseRoot = 0.70710678f, Density = 0.39894228f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> z) => z * Normal(z, Exponential.Of(z * z * -0.5f));

    public static float Of(float z) => Of(Vector512.Create(z))[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gradient(Vector512<float> gradient, Vector512<float> z)
    {
        Vector512<float> bell = Exponential.Of(z * z * -0.5f);
        return gradient * Vector512.FusedMultiplyAdd(z * Density, bell, Normal(z, bell));
    }

    public static float Gradient(float gradient, float z) => Gradient(Vector512.Create(gradient), Vector512.Create(z))[0];

    /// <param name="bell">e to the power of −z²/2.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Normal(Vector512<float> z, Vector512<float> bell)
    {
        Vector512<float> t = Vector512<float>.One
            / Vector512.FusedMultiplyAdd(Vector512.Abs(z), Vector512.Create(0.3275911f * InverseRoot), Vector512<float>.One);
        Vector512<float> p = Vector512.Create(0.5f * 1.061405429f);
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.5f * -1.453152027f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.5f * 1.421413741f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.5f * -0.284496736f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.5f * 0.254829592f));
        Vector512<float> tail = p * t * bell;
        return Vector512.ConditionalSelect(Vector512.LessThan(z, Vector512<float>.Zero), tail, Vector512<float>.One - tail);
    }
}
