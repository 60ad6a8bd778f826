using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Strata.Data.Streaming;

/// <summary>
/// Shrinks a crop while its rows are decoded, each axis by itself and with a triangle as wide as two new pixels, as Pillow's and so
/// torchvision's antialiased bilinear interpolation does. An axis that is not to shrink stays as it is.
/// </summary>
internal sealed class CropReducer : IPixelPlanes
{
    private const int Colours = 3, Lanes = 4;

    private readonly AxisWeights _rows, _columns;

    /// <summary>
    /// The sums of new rows that lack some of theirs yet, [width, lanes] each; a new row takes the place of a finished one.
    /// </summary>
    private readonly float[][] _open;
    private readonly byte[] _planes;
    private int _row, _finished;

    public CropReducer(AxisWeights rows, AxisWeights columns)
    {
        (_rows, _columns) = (rows, columns);
        int open = 1;
        for (int first = 0, end = 0; first < rows.NewLength; first++)
        {
            while (end < rows.NewLength && rows.First(end) < rows.End(first)) end++;
            open = Math.Max(open, end - first);
        }
        _open = [.. Enumerable.Range(0, open).Select(_ => new float[columns.Length * Lanes])];
        _planes = GC.AllocateUninitializedArray<byte>(Colours * rows.NewLength * columns.NewLength);
    }

    public void Add(ReadOnlySpan<byte> row)
    {
        for (int part = _finished; part < _rows.NewLength && _rows.First(part) <= _row; part++)
        {
            if (_row < _rows.End(part)) Add(row, _rows.Of(part)[_row - _rows.First(part)], _open[part % _open.Length]);
        }
        _row++;
        for (; _finished < _rows.NewLength && _rows.End(_finished) <= _row; _finished++) Finish(_finished);
    }

    public byte[] Planes() => _planes;

    private static void Add(ReadOnlySpan<byte> row, float weight, float[] sums)
    {
        int k = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref byte from = ref MemoryMarshal.GetReference(row);
            ref float to = ref MemoryMarshal.GetArrayDataReference(sums);
            Vector256<float> factor = Vector256.Create(weight);
            for (; k + 16 <= sums.Length; k += 16)
            {
                (Vector256<uint> low, Vector256<uint> high) =
                    Vector256.Widen(Vector256.WidenLower(Vector128.LoadUnsafe(ref from, (nuint)k).ToVector256Unsafe()));
                Vector256<float> first = Vector256.ConvertToSingle(low.AsInt32()), second = Vector256.ConvertToSingle(high.AsInt32());
                (Vector256.LoadUnsafe(ref to, (nuint)k) + factor * first).StoreUnsafe(ref to, (nuint)k);
                (Vector256.LoadUnsafe(ref to, (nuint)k + 8) + factor * second).StoreUnsafe(ref to, (nuint)k + 8);
            }
        }
        for (; k < sums.Length; k++) sums[k] += weight * row[k];
    }

    /// <summary>A new row has all of its parts: now its columns shrink.</summary>
    private void Finish(int row)
    {
        float[] sums = _open[row % _open.Length];
        int width = _columns.NewLength, plane = _rows.NewLength * width, at = row * width;
        for (int x = 0; x < width; x++, at++)
        {
            ref float first = ref sums[_columns.First(x) * Lanes];
            Vector128<float> pixel = Vector128.Create(.5f);
            foreach (float weight in _columns.Of(x))
            {
                pixel += Vector128.LoadUnsafe(ref first) * Vector128.Create(weight);
                first = ref Unsafe.Add(ref first, Lanes);
            }
            Vector128<int> rounded = Vector128.ConvertToInt32(Vector128.Clamp(pixel, Vector128<float>.Zero, Vector128.Create(255f)));
            for (int colour = 0; colour < Colours; colour++) _planes[colour * plane + at] = (byte)rounded[colour];
        }
        Array.Clear(sums);
    }
}
