using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Data.Streaming;

/// <summary>Images that stay in their files and are decoded whenever they are asked for, by all threads.</summary>
/// <param name="tree">Where the files lie; stays open as long as there are examples.</param>
/// <param name="images">The split.</param>
/// <param name="size">Height and width of the images as networks see them.</param>
/// <param name="sums">Over all images as networks see them.</param>
internal sealed class StreamedExamples(FileTree tree, IReadOnlyList<IndexedImage> images, (int Height, int Width) size, ChannelSums sums)
    : Examples([.. images.Select(image => image.Label)])
{
    /// <summary>An index holds so much of an image, beside its name.</summary>
    private const int IndexBytes = 150;

    private const long MostRemembered = 256 << 20;

    private readonly Lock _remembering = new();

    /// <summary>The last images that were asked for: several models that are compared see the same ones, one after the other.</summary>
    private (int[] Indices, HeldExamples Images)? _last;

    private int ImageBytes => ImageIndex.Channels * size.Height * size.Width;

    public override long Bytes => images.Count * (long)IndexBytes + MostRemembered;

    internal override int Ahead => 2;

    internal override int Threads => Runtime.Threads.Chosen;

    internal override (HeldExamples Images, int[] Places) Fetch(ReadOnlySpan<int> indices)
    {
        int[] wanted = indices.ToArray();
        lock (_remembering)
        {
            if (_last is { } last && last.Indices.AsSpan().SequenceEqual(wanted)) return (last.Images, Places(wanted.Length));
        }
        if ((long)wanted.Length * ImageBytes > Array.MaxLength)
        {
            throw new StrataException($"{tree.Path}: {wanted.Length} images of {size.Width}x{size.Height} pixels are more than fit into "
                + "one array; take a smaller size, as in imagefolder:PATH@32");
        }
        byte[] pixels = HugePages.AllocateUninitialized(wanted.Length * ImageBytes);
        EachImage.Of(wanted.Length, Threads, i => Whole(images[wanted[i]]).CopyTo(pixels, i * ImageBytes));
        var fetched = new HeldExamples(pixels, Array.ConvertAll(wanted, index => Labels[index]));
        if (pixels.Length <= MostRemembered) lock (_remembering) _last = (wanted, fetched);
        return (fetched, Places(wanted.Length));
    }

    internal override (int Height, int Width) SizeOf(ImageSet set, int index) => (images[index].Height, images[index].Width);

    internal override PixelWindow Window(ImageSet set, int index, Crop crop)
    {
        IndexedImage image = images[index];
        byte[] content = tree.ReadAt(image.Name, image.Place);
        string where = tree.Where(image.Name, image.Place);
        ImageHeader header = Header(image, content, where);
        int scale = header.Scales ? Scale(crop) : ImageDecoder.FullScale;
        (int top, int tall) = Scaled(crop.Top, crop.Height, scale);
        (int left, int wide) = Scaled(crop.Left, crop.Width, scale);
        double share = scale / (double)ImageDecoder.FullScale;
        int height = Math.Min(size.Height, crop.Height), width = Math.Min(size.Width, crop.Width);
        IPixelPlanes planes = height == tall && width == wide
            ? new PlainRows(tall, wide)
            : new CropReducer(new(tall, crop.Top * share - top, crop.Height * share, height),
                new(wide, crop.Left * share - left, crop.Width * share, width));
        ImageDecoder.Decode(content, where, header, scale, new(top, left, tall, wide), planes);
        return new(planes.Planes(), 0, width, height * width, height, width);
    }

    internal override ChannelSums Sums(ImageSet set, CancellationToken stop = default) => sums;

    internal override IEnumerable<UInt128> Fingerprints(ImageSet set) => images.Select(image => image.Fingerprint);

    /// <summary>The eighths of its size at which a crop still has the pixels that the result asks for.</summary>
    private int Scale(Crop crop)
    {
        int scale = ImageDecoder.FullScale;
        while (scale > 1 && (scale - 1) * crop.Height >= ImageDecoder.FullScale * size.Height
            && (scale - 1) * crop.Width >= ImageDecoder.FullScale * size.Width) scale--;
        return scale;
    }

    /// <summary>The pixels of a scaled axis in which a part of it lies.</summary>
    private static (int First, int Count) Scaled(int first, int count, int scale)
    {
        int from = first * scale / ImageDecoder.FullScale;
        return (from, ((first + count) * scale + ImageDecoder.FullScale - 1) / ImageDecoder.FullScale - from);
    }

    /// <summary>As a set in memory has it.</summary>
    private byte[] Whole(IndexedImage image)
    {
        byte[] content = tree.ReadAt(image.Name, image.Place);
        string where = tree.Where(image.Name, image.Place);
        ImageHeader header = Header(image, content, where);
        return ImageDecoder.Decode(content, where, header, (image.Height, image.Width) == size ? null : size.Height);
    }

    /// <summary>The header of a file that is still the one that was looked through.</summary>
    private static ImageHeader Header(IndexedImage image, byte[] content, string where)
    {
        ImageHeader header = ImageHeader.Read(content, where);
        return (header.Height, header.Width) == (image.Height, image.Width) ? header
            : throw new InvalidFileException(where,
                $"was changed: it has {header.Width}x{header.Height} pixels, and had {image.Width}x{image.Height} when the set was opened");
    }

    private static int[] Places(int count) => [.. Enumerable.Range(0, count)];
}
