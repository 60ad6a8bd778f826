using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Strata.Similarity.Kernels;

/// <summary>A packed panel in 16-bit fixed point. Every example has a unit of its own, as fine as sums of 32 bits allow.</summary>
internal static unsafe class WordPanel
{
    /// <summary>
    /// Bound of Σ q² over the panel's features for one example, a little below 2³¹ for what rounding adds: by Cauchy and Schwarz no sum of
    /// products of two examples can then leave 32 bits.
    /// </summary>
    private const double Energy = 0.98 * (1L << 31);

    /// <summary>The largest number that one value may become.</summary>
    private const float Largest = 32000;

    /// <summary>Values whose squares fp32 cannot hold count as 0.</summary>
    private const float Smallest = 1e-30f;

    /// <summary>
    /// Rounds [strips][depth][16] to pairs of features [strips][pairs][16][2] in place: a pair takes the room of one of its two vectors.
    /// </summary>
    /// <param name="units">[strips, 16] gets what 1 stands for in each example; 0 where all values are 0, NaN where one is not
    /// finite.</param>
    public static void Round(float* panel, int strips, int depth, float* units)
    {
        int pairs = (depth + 1) / 2;
        int* to = (int*)panel;
        for (int s = 0; s < strips; s++)
        {
            float* strip = panel + (long)s * depth * 16, at = strip;
            Vector512<float> unit = Unit(strip, depth),
                scale = Vector512.ConditionalSelect(Vector512.GreaterThan(unit, Vector512<float>.Zero), Vector512<float>.One / unit,
                    Vector512<float>.Zero);
            unit.Store(units + s * 16);
            for (int k = 0; k < pairs; k++, at += 32, to += 16)
            {
                Vector512<int> low = Avx512F.ConvertToVector512Int32(Vector512.Load(at) * scale);
                Vector512<int> high = 2 * k + 1 < depth ? Avx512F.ConvertToVector512Int32(Vector512.Load(at + 16) * scale) : default;
                ((low & Vector512.Create(0xFFFF)) | (high << 16)).Store(to);
            }
        }
    }

    private static Vector512<float> Unit(float* strip, int depth)
    {
        Vector512<float> peak = default, energy = default;
        for (int k = 0; k < depth; k++)
        {
            var x = Vector512.Load(strip + k * 16);
            peak = Vector512.MaxNative(peak, Vector512.Abs(x));
            energy = Vector512.FusedMultiplyAdd(x, x, energy);
        }
        Vector512<float> unit = Vector512.MaxNative(peak / Vector512.Create(Largest), Vector512.Sqrt(energy * (float)(1 / Energy)));
        // The sum of squares is not finite where a value is not; the maximum may have lost it.
        Vector512<float> finite = Vector512.LessThan(energy, Vector512.Create(float.PositiveInfinity));
        unit = Vector512.ConditionalSelect(finite, unit, Vector512.Create(float.NaN));
        return Vector512.ConditionalSelect(Vector512.LessThan(unit, Vector512.Create(Smallest)), Vector512<float>.Zero, unit);
    }
}
