namespace Strata.Data;

/// <summary>How the images of a set are read; what a network can see depends on it.</summary>
public sealed record ImageReading
{
    public StreamChoice Stream { get; init; }

    /// <summary>Leaves out images that cannot be decoded, and counts them, in place of stopping at the first.</summary>
    public bool SkipBroken { get; init; }
}
