namespace Strata.Data;

/// <summary>The order of the dimensions in a batch of floats.</summary>
public enum PixelLayout
{
    /// <summary>[examples, channels, height, width], the order in which images are held.</summary>
    ChannelsFirst,

    /// <summary>[examples, height, width, channels], the order in which CPU convolutions run fastest.</summary>
    ChannelsLast,
}
