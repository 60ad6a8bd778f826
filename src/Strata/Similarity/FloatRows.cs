using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Similarity;

/// <summary>A layer's output in fp32 and in a unit in which squares of it are neither denormal nor infinite.</summary>
/// <param name="Values">float32 [n, ...].</param>
/// <param name="Exponent">The unit is two to this power.</param>
/// <param name="Energy">The sum of squares of the output in that unit where centring has changed it; null where it is that of the
/// values.</param>
internal readonly record struct FloatRows(Tensor Values, int Exponent, double? Energy)
{
    /// <summary>
    /// Numbers from 2⁻³² to 2³² leave fp32 room for the squares of what differs from one to the next and for sums of all.
    /// </summary>
    private const int MostBits = 32;

    /// <summary>
    /// fp32 as it is; double precision less its means first, so that fp32 holds what differs, and in units of its largest number.
    /// </summary>
    /// <param name="output">float32 or float64, [n, ...].</param>
    public static FloatRows Of(Tensor output)
    {
        if (output.dtype != ScalarType.Float64) return new(output, 0, null);
        int n = (int)output.shape[0], features = (int)(output.numel() / n);
        using Tensor flat = output.contiguous();
        double[] rows = TensorMemory.Span<double>(flat).ToArray();
        int? unit = null;
        double energy = Centering.Columns(rows, n, features, ref unit).Energy, largest = Rows.Largest(rows);
        int more = largest > 0 && double.IsFinite(largest) ? Math.ILogB(largest) : 0;
        Tensor values = empty(output.shape, ScalarType.Float32);
        Span<float> floats = TensorMemory.Span<float>(values);
        for (int i = 0; i < floats.Length; i++) floats[i] = (float)Math.ScaleB(rows[i], -more);
        return new(values, (unit ?? 0) + more, Math.ScaleB(energy, -2 * more));
    }

    /// <summary>The same in units of its largest number; null where that gains nothing.</summary>
    public FloatRows? Scaled()
    {
        float largest = Values.abs().max().item<float>();
        if (Exponent != 0 || !(largest > 0) || !float.IsFinite(largest) || Math.Abs(MathF.ILogB(largest)) <= MostBits) return null;
        int unit = MathF.ILogB(largest);
        // By halves: 2^149 is no float.
        return new(Values * MathF.ScaleB(1, -unit / 2) * MathF.ScaleB(1, -unit + unit / 2), unit, null);
    }
}
