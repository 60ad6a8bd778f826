namespace Strata.Engine.Kernels;

/// <summary>Images cut into tiles of 2 × 2 output pixels, which reach over the border where a side is odd.</summary>
internal readonly unsafe record struct TileGrid(int Images, int Height, int Width)
{
    public int Across => (Width + 1) / 2;

    public int Down => (Height + 1) / 2;

    /// <summary>Rows of tiles of all images.</summary>
    public int Rows => Images * Down;

    /// <param name="image">[height, width, channels].</param>
    /// <param name="zeros">What rows outside the image are.</param>
    public float* Line(float* image, int y, int channels, float* zeros)
        => y >= 0 && y < Height ? image + (long)y * Width * channels : zeros;
}
