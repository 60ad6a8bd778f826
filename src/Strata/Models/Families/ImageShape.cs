namespace Strata.Models.Families;

/// <summary>What a network takes in: square images.</summary>
/// <param name="Channels">Of a pixel: 1 grey, 3 colour.</param>
/// <param name="Size">Height and width in pixels.</param>
public readonly record struct ImageShape(int Channels, int Size)
{
    /// <summary>Why a network that takes images of these sides does not take these, or null.</summary>
    public string? Problem(int least, int most)
        => Size >= least && Size <= most ? null
            : $"size: images of {Size}x{Size} pixels, expected {least} to {most} each way; "
                + $"files of images are resized by imagefolder:PATH@{least}";
}
