namespace Strata.Data;

/// <summary>A part of an image, in pixels.</summary>
internal readonly record struct Crop(int Top, int Left, int Height, int Width);
