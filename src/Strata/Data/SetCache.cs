using System.Runtime.InteropServices;
using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Keeps decoded sets in the user's cache folder, so that a source is decoded once. A copy is used only while the source has the state it
/// had, and while the content fits its hash.
/// </summary>
internal static class SetCache
{
    private const int Version = 4;

    /// <summary>Copies grow with what they are copies of: no more than so many times its bytes, from some size on.</summary>
    private const long Floor = 16L << 20, Ratio = 100;

    private static readonly CacheFile s_file = new("strata images\n");

    /// <summary>What stands in front of the pixels. <c>Hash</c> is that of the set, so it is the checksum of the content too.</summary>
    private sealed record Header(int Version, string Source, string Name, string[] Classes, string[] ClassFolders, int Channels, int Height,
        int Width, byte PixelMaximum, int Train, int Test, string Hash, string Citation, string[] Notes, string[] Broken,
        string? Originals);

    /// <summary>From the cache if it is there and sound, else from <paramref name="read"/>, and then kept for the next time.</summary>
    /// <param name="source">What the copy is of.</param>
    /// <param name="kind">How it is read.</param>
    /// <param name="options">Told when something has to be decoded, and when it could not be kept.</param>
    /// <param name="read">Reads the source.</param>
    public static ImageSet Through(FileTree source, string kind, LoadOptions options, Func<ImageSet> read)
    {
        if (Kept(source, kind, options) is { } kept) return kept;
        string state = source.State;
        options.Say?.Invoke($"Reading {source.Path}; later starts use a decoded copy.");
        ImageSet set = read();
        if (Unkept(source, set, kind, state) is { } problem)
            options.Say?.Invoke($"The decoded images are not kept for the next start: {problem}.");
        return set;
    }

    /// <summary>
    /// The copy, or null where there is none, it is of another state, or it is damaged in any way: then it is made again.
    /// </summary>
    public static ImageSet? Kept(FileTree source, string kind, LoadOptions options)
    {
        if (options.Fresh) return null;
        string state = source.State;
        return s_file.Read<Header, ImageSet>(CacheFile.Place(source, kind, "images"), (header, stream) =>
        {
            if (header.Version != Version || header.Source != state) return null;
            if (Image(header, stream.Length - stream.Position) is not { } image) return null;
            HeldExamples train = ReadExamples(stream, header.Train, image), test = ReadExamples(stream, header.Test, image);
            if (train.Labels.Concat(test.Labels).Any(label => label < 0 || label >= header.Classes.Length)) return null;
            ImageSet set = ImageSets.Create(header.Name, header.Classes, (header.Channels, header.Height, header.Width),
                header.PixelMaximum, train, test, header.Citation, header.Notes);
            return set.Hash != header.Hash ? null
                : set with { ClassFolders = header.ClassFolders, Broken = header.Broken, Originals = header.Originals };
        });
    }

    /// <summary>Keeps the set, or says why it is not kept.</summary>
    private static string? Unkept(FileTree source, ImageSet set, string kind, string state)
    {
        HeldExamples train = set.Train.InMemory(), test = set.Test.InMemory();
        long bytes = set.Bytes;
        if (bytes > Math.Max(Floor, Ratio * source.Bytes))
            return $"they take {bytes} bytes, more than {Ratio} times the {source.Bytes} of their source";
        var header = new Header(Version, state, set.Name, [.. set.Classes], [.. set.ClassFolders], set.Channels, set.Height, set.Width,
            set.PixelMaximum, train.Count, test.Count, set.Hash, set.Citation, [.. set.Notes], [.. set.Broken],
            set.Originals);
        return s_file.Write(CacheFile.Place(source, kind, "images"), header, stream =>
        {
            foreach (HeldExamples split in (HeldExamples[])[train, test])
            {
                stream.Write(split.Pixels);
                stream.Write(MemoryMarshal.AsBytes(split.Labels.AsSpan()));
            }
        });
    }

    /// <summary>Bytes of an image; null where the header claims what cannot be, or what the bytes behind it do not bear out.</summary>
    private static int? Image(Header header, long behind)
    {
        if (header.Channels < 1 || header.Height < 1 || header.Width < 1 || header.PixelMaximum < 1 || header.Train < 0 || header.Test < 0
            || header.Classes.Length < 1 || header.ClassFolders.Length != header.Classes.Length
            || new[] { header.Classes, header.ClassFolders, header.Notes, header.Broken }.Any(texts => texts.Contains(null))) return null;
        Int128 image = (Int128)header.Channels * header.Height * header.Width, count = (Int128)header.Train + header.Test;
        return image <= Array.MaxLength && Math.Max(header.Train, header.Test) * image <= Array.MaxLength
            && count * (image + sizeof(int)) == behind ? (int)image : null;
    }

    private static HeldExamples ReadExamples(FileStream stream, int count, int image)
    {
        byte[] pixels = HugePages.AllocateUninitialized(count * image);
        stream.ReadExactly(pixels);
        int[] labels = new int[count];
        stream.ReadExactly(MemoryMarshal.AsBytes(labels.AsSpan()));
        return new(pixels, labels);
    }
}
