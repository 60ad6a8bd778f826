namespace Strata.Data;

/// <summary>Keeps the size of an image.</summary>
internal sealed class PlainRows(int height, int width) : IPixelPlanes
{
    private readonly byte[] _planes = GC.AllocateUninitializedArray<byte>(3 * height * width);
    private int _at;

    public void Add(ReadOnlySpan<byte> row)
    {
        int plane = height * width;
        for (int x = 0; x < width; x++, _at++)
        {
            for (int colour = 0; colour < 3; colour++) _planes[colour * plane + _at] = row[4 * x + colour];
        }
    }

    public byte[] Planes() => _planes;
}
