using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests;

/// <summary>Images that cannot be read any more behind some batches, as those of a disk that fails.</summary>
internal sealed class Vanishing(HeldExamples images, int batches) : Examples(images.Labels)
{
    private int _left = batches;

    public override long Bytes => images.Bytes;
    internal override int Ahead => 1;
    internal override int Threads => 1;

    internal override (HeldExamples Images, int[] Places) Fetch(ReadOnlySpan<int> indices)
        => Interlocked.Decrement(ref _left) >= 0 ? images.Fetch(indices) : throw new StrataException("the disk is gone");

    internal override (int Height, int Width) SizeOf(ImageSet set, int index) => images.SizeOf(set, index);
    internal override PixelWindow Window(ImageSet set, int index, Crop crop) => images.Window(set, index, crop);
    internal override ChannelSums Sums(ImageSet set, CancellationToken stop = default) => images.Sums(set, stop);
    internal override IEnumerable<UInt128> Fingerprints(ImageSet set) => images.Fingerprints(set);
}
