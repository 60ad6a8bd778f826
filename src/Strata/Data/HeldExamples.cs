using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Strata.Data;

/// <summary>Images that are held as one array.</summary>
/// <param name="pixels">[examples, channels, height, width] as bytes, from 0 to the set's pixel maximum.</param>
/// <param name="labels">[examples], each in [0, classes).</param>
public sealed class HeldExamples(byte[] pixels, int[] labels) : Examples(labels)
{
    /// <summary>[examples, channels, height, width].</summary>
    public byte[] Pixels => pixels;

    public override long Bytes => pixels.LongLength;

    internal override int Ahead => 1;

    internal override int Threads => 1;

    internal override (HeldExamples Images, int[] Places) Fetch(ReadOnlySpan<int> indices) => (this, indices.ToArray());

    internal override (int Height, int Width) SizeOf(ImageSet set, int index) => (set.Height, set.Width);

    internal override PixelWindow Window(ImageSet set, int index, Crop crop)
        => new(pixels, index * set.ImageBytes + crop.Top * set.Width + crop.Left, set.Width, set.Height * set.Width, crop.Height,
            crop.Width);

    internal override ChannelSums Sums(ImageSet set, CancellationToken stop = default)
    {
        var sums = new ChannelSums(set.Channels);
        for (int i = 0; i < Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            sums.Add(pixels.AsSpan(i * set.ImageBytes, set.ImageBytes));
        }
        return sums;
    }

    internal override IEnumerable<UInt128> Fingerprints(ImageSet set)
        => Enumerable.Range(0, Count).Select(i => BinaryPrimitives.ReadUInt128LittleEndian(
            SHA256.HashData(pixels.AsSpan(i * set.ImageBytes, set.ImageBytes))));
}
