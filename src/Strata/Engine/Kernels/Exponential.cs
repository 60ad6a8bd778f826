using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Strata.Engine.Kernels;

/// <summary>e to the power of sixteen floats at once, within two units in the last place: .NET's own goes through doubles.</summary>
internal static class Exponential
{
    /// <summary>Beyond these the result is no normal float.</summary>
    private const float Least = -87.3f, Most = 88.3f;

    /// <summary>
    /// eˣ = 2ⁿ·eʳ with n the integer next to x / ln 2, and |r| ≤ ln 2 / 2 by a polynomial (S. Moshier's Cephes library, expf). What is too
    /// small gives the least normal float, what is too large some 2·10³⁸, NaN NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        // In this order NaN goes through.
        x = Vector512.MinNative(Vector512.Create(Most), Vector512.MaxNative(Vector512.Create(Least), x));
        Vector512<float> n = Vector512.Round(x * Vector512.Create(1.44269504f));
        // ln 2 in two parts, of which n times the first is exact.
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.693359375f), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(2.12194440e-4f), r);
        Vector512<float> p = Vector512.Create(1.9875691500e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r + Vector512<float>.One);
        Vector512<int> power = Vector512.ConvertToInt32Native(n) + Vector512.Create(127);
        return p * (power << 23).AsSingle();
    }
}
