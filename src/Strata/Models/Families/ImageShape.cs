namespace Strata.Models.Families;

/// <summary>What a network takes in: square images.</summary>
/// <param name="Channels">Of a pixel: 1 grey, 3 colour.</param>
/// <param name="Size">Height and width in pixels.</param>
public readonly record struct ImageShape(int Channels, int Size);
