using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Images of a split and their labels, wherever the images are: in memory (<see cref="HeldExamples"/>), or in files that are decoded
/// whenever they are asked for.
/// </summary>
/// <param name="labels">[examples], each in [0, classes).</param>
public abstract class Examples(int[] labels)
{
    /// <summary>[examples], each in [0, classes).</summary>
    public int[] Labels { get; } = labels;

    public int Count => Labels.Length;

    /// <summary>Memory that the images take, at most.</summary>
    public abstract long Bytes { get; }

    /// <summary>Batches that are made in advance: so many wait at most.</summary>
    internal abstract int Ahead { get; }

    /// <summary>Threads that one batch is worth.</summary>
    internal abstract int Threads { get; }

    /// <summary>All images in memory: a streamed split is decoded whole, at every call.</summary>
    /// <exception cref="StrataException">An image cannot be read any more, or all are more than an array holds.</exception>
    public HeldExamples InMemory() => Fetch([.. Enumerable.Range(0, Count)]).Images;

    /// <summary>Some images in memory, and where among those each is.</summary>
    /// <param name="indices">[n], each in [0, Count).</param>
    /// <exception cref="StrataException">An image cannot be read any more, or they are more than an array holds.</exception>
    internal abstract (HeldExamples Images, int[] Places) Fetch(ReadOnlySpan<int> indices);

    /// <summary>Height and width of an image before a random crop of it is resized.</summary>
    internal abstract (int Height, int Width) SizeOf(ImageSet set, int index);

    /// <summary>What a crop of an image shows, in no more detail than an image of the set has.</summary>
    /// <exception cref="InvalidFileException">The image cannot be read any more.</exception>
    internal abstract PixelWindow Window(ImageSet set, int index, Crop crop);

    /// <summary>Exact sums over all images.</summary>
    internal abstract ChannelSums Sums(ImageSet set, CancellationToken stop = default);

    /// <summary>The start of a SHA-256 over the pixels of each image: equal for equal pictures, whatever their files.</summary>
    internal abstract IEnumerable<UInt128> Fingerprints(ImageSet set);
}
