using System.Runtime.Intrinsics;
using Strata.Runtime;

namespace Strata.Engine;

/// <summary>
/// What follows a convolution in inference, as one pass over its output in place: separate operations would read and write memory each.
/// </summary>
internal static unsafe class ChannelKernel
{
    /// <summary>x ← x·scale + offset by channel, + residual, then max(x, 0), of which each may be left out.</summary>
    /// <param name="x">[rows, channels].</param>
    /// <param name="scale">[channels], or null to leave x as it is.</param>
    /// <param name="residual">[rows, channels], or null.</param>
    public static void Apply(float* x, long rows, int channels, float[]? scale, float[]? offset, float* residual, bool rectify)
    {
        // By images' worth of rows: whoever takes a part takes whole vectors.
        ParallelRows.For((int)((rows + 63) / 64), (_, first, end) =>
        {
            fixed (float* a = scale, b = offset)
            {
                for (long row = first * 64L; row < Math.Min(rows, end * 64L); row++)
                {
                    float* at = x + row * channels, other = residual is null ? null : residual + row * channels;
                    int c = 0;
                    for (; c + 16 <= channels; c += 16)
                    {
                        var value = Vector512.Load(at + c);
                        if (a is not null) value = Vector512.FusedMultiplyAdd(value, Vector512.Load(a + c), Vector512.Load(b + c));
                        if (other is not null) value += Vector512.Load(other + c);
                        // A comparison instead of a maximum: NaN must go through, so that a damaged network is seen.
                        if (rectify)
                            value = Vector512.ConditionalSelect(Vector512.LessThan(value, Vector512<float>.Zero),
                                Vector512<float>.Zero, value);
                        value.Store(at + c);
                    }
                    for (; c < channels; c++)
                    {
                        float value = a is null ? at[c] : MathF.FusedMultiplyAdd(at[c], a[c], b[c]);
                        if (other is not null) value += other[c];
                        at[c] = rectify && value < 0 ? 0 : value;
                    }
                }
            }
        });
    }
}
