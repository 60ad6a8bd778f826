namespace Strata.Activations;

/// <summary>
/// A layer that only scales and shifts the channels of another, as a batch norm in inference mode does: y = 2^exponent·(factor·x + offset),
/// by channel.
/// Its Gram follows from the other layer's products by channel, so it need not be multiplied out.
/// </summary>
/// <param name="Layer">Index of the other layer, whose output is [examples, channels, height, width].</param>
/// <param name="Factors">[channels].</param>
/// <param name="Offsets">[channels].</param>
/// <param name="Exponent">0 as a network has it.</param>
public sealed record ChannelScaling(int Layer, IReadOnlyList<float> Factors, IReadOnlyList<float> Offsets, int Exponent = 0)
{
    /// <summary>
    /// The same with its largest factor near 1, whose square fp32 holds, for an output that is in units of two to some power.
    /// </summary>
    /// <param name="exponent">That power.</param>
    internal ChannelScaling InUnitsOf(int exponent)
    {
        float largest = Factors.Max(Math.Abs);
        int unit = largest > 0 && float.IsFinite(largest) ? MathF.ILogB(largest) : 0;
        return this with
        {
            Factors = [.. Factors.Select(factor => MathF.ScaleB(factor, -unit))],
            Offsets = [.. Offsets.Select(offset => MathF.ScaleB(offset, -unit - exponent))],
            Exponent = Exponent + unit,
        };
    }
}
