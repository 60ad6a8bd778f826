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
    public FloatRows? Scaled() => Exponent == 0 && UnitOf(Values) is { } unit and not 0 ? new(Divide(Values, unit), unit, null) : null;

    /// <summary>
    /// The power of two near the largest number, or 0 where squares of the numbers need none; null where they are all 0 or not finite.
    /// </summary>
    internal static int? UnitOf(Tensor numbers)
    {
        using Tensor magnitudes = numbers.abs(), most = magnitudes.max(), wide = most.to(ScalarType.Float64);
        double largest = wide.item<double>();
        if (!(largest > 0) || !double.IsFinite(largest)) return null;
        return Math.Abs(Math.ILogB(largest)) <= MostBits ? 0 : Math.ILogB(largest);
    }

    /// <summary>Numbers over two to some power.</summary>
    internal static Tensor Divide(Tensor numbers, int exponent)
    {
        // By halves: 2^149 is no float.
        using Tensor half = numbers.Times(Math.ScaleB(1, -exponent / 2));
        return half.Times(Math.ScaleB(1, -exponent + exponent / 2));
    }
}
