namespace Strata.Data;

/// <summary>A rectangle within planes of pixels.</summary>
/// <param name="Pixels">Planes, one after the other.</param>
/// <param name="First">Where the first row of the first channel begins.</param>
/// <param name="Row">Bytes from a row to the next.</param>
/// <param name="Plane">Bytes from a channel to the next.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Pixels of a row.</param>
internal readonly record struct PixelWindow(byte[] Pixels, int First, int Row, int Plane, int Height, int Width);
