using Strata.Activations;

namespace Strata.Similarity;

/// <summary>A layer's output in fp32 and in a unit in which squares of it are neither denormal nor infinite.</summary>
/// <param name="values">[n, ...].</param>
/// <param name="exponent">The unit is two to this power.</param>
/// <param name="energy">The sum of squares of the output in that unit where centring has changed it; null where it is that of the
/// values.</param>
internal readonly ref struct FloatRows(LayerOutput values, int exponent, double? energy)
{
    /// <summary>
    /// Numbers from 2⁻³² to 2³² leave fp32 room for the squares of what differs from one to the next and for sums of all.
    /// </summary>
    private const int MostBits = 32;

    public LayerOutput Values { get; } = values;

    public int Exponent { get; } = exponent;

    public double? Energy { get; } = energy;

    /// <summary>
    /// fp32 as it is; double precision less its means first, so that fp32 holds what differs, and in units of its largest number.
    /// </summary>
    /// <param name="output">[n, ...].</param>
    public static FloatRows Of(LayerOutput output)
    {
        if (!output.IsDouble) return new(output, 0, null);
        int n = output.Examples, features = (int)output.Features;
        double[] rows = new double[n * features];
        output.CopyTo(rows);
        int? unit = null;
        double energy = Centering.Columns(rows, n, features, ref unit).Energy, largest = Rows.Largest(rows);
        int more = largest > 0 && double.IsFinite(largest) ? Math.ILogB(largest) : 0;
        float[] floats = GC.AllocateUninitializedArray<float>(rows.Length);
        for (int i = 0; i < floats.Length; i++) floats[i] = (float)Math.ScaleB(rows[i], -more);
        return new(new(floats, output.Shape.ToArray()), (unit ?? 0) + more, Math.ScaleB(energy, -2 * more));
    }

    /// <summary>The same in units of its largest number.</summary>
    /// <returns>False where that gains nothing.</returns>
    public bool TryScale(out FloatRows scaled)
    {
        scaled = default;
        if (Exponent != 0) return false;
        ReadOnlySpan<float> numbers = Values.Singles;
        float largest = 0;
        foreach (float number in numbers) largest = MathF.Max(largest, MathF.Abs(number));
        if (UnitOf(largest) is not { } unit || unit == 0) return false;
        float[] divided = GC.AllocateUninitializedArray<float>(numbers.Length);
        // By halves: 2^149 is no float.
        float half = MathF.ScaleB(1, -unit / 2), rest = MathF.ScaleB(1, -unit + unit / 2);
        for (int i = 0; i < divided.Length; i++) divided[i] = numbers[i] * half * rest;
        scaled = new(new(divided, Values.Shape.ToArray(), Values.IsChannelsLast), unit, null);
        return true;
    }

    /// <summary>
    /// The power of two near the largest number, or 0 where squares of the numbers need none; null where they are all 0 or not finite.
    /// </summary>
    internal static int? UnitOf(double largest)
    {
        if (!(largest > 0) || !double.IsFinite(largest)) return null;
        return Math.Abs(Math.ILogB(largest)) <= MostBits ? 0 : Math.ILogB(largest);
    }
}
