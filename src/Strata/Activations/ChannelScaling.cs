namespace Strata.Activations;

/// <summary>
/// A layer that only scales and shifts the channels of another, as a batch norm in inference mode does: y = factor·x + offset, by channel.
/// Its Gram follows from the other layer's products by channel, so it need not be multiplied out.
/// </summary>
/// <param name="Layer">Index of the other layer, whose output is [examples, channels, height, width].</param>
/// <param name="Factors">[channels].</param>
/// <param name="Offsets">[channels].</param>
public sealed record ChannelScaling(int Layer, IReadOnlyList<float> Factors, IReadOnlyList<float> Offsets);
