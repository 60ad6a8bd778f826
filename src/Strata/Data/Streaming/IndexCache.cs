using System.Security.Cryptography;
using System.Text;
using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Data.Streaming;

/// <summary>
/// Keeps indices in the user's cache folder. One is used only while the files it is of have the state they had, and while it fits its
/// checksum.
/// </summary>
internal static class IndexCache
{
    private const int Version = 2;

    /// <summary>Bytes that <see cref="Write"/> leaves of an image, at least.</summary>
    private const int Smallest = 1 + 5 * sizeof(int) + 3 * sizeof(long);

    private static readonly CacheFile s_file = new("strata index\n");

    /// <param name="Body">SHA-256 of what comes behind.</param>
    private sealed record Header(int Version, string Source, string Body, string[] Classes, string[] ClassFolders, int Height, int Width,
        int Train, int Test, long[] TrainSums, long[] TestSums, string[] Broken, string[] Notes);

    /// <summary>From the cache if it is there and sound, else from <paramref name="make"/>, and then kept for the next time.</summary>
    /// <param name="source">The files.</param>
    /// <param name="kind">How they are read.</param>
    /// <param name="options">Told when the files have to be looked through, and when the index could not be kept.</param>
    /// <param name="make">Looks through the files.</param>
    public static ImageIndex Through(FileTree source, string kind, LoadOptions options, Func<ImageIndex> make)
    {
        if (Kept(source, kind, options) is { } kept) return kept;
        string state = source.State;
        options.Say?.Invoke(
            $"Looking through {Foreign.Path(source.Path)}; later starts use what is found, and images stay in their files.");
        ImageIndex index = make();
        if (Unkept(source, index, kind, state) is { } problem)
            options.Say?.Invoke($"The index is not kept for the next start: {problem}.");
        return index;
    }

    /// <summary>
    /// The index, or null where there is none, it is of another state, or it is damaged in any way: then it is made again.
    /// </summary>
    public static ImageIndex? Kept(FileTree source, string kind, LoadOptions options)
    {
        if (options.Fresh) return null;
        string state = source.State;
        return s_file.Read<Header, ImageIndex>(CacheFile.Place(source, kind, "index"), (header, stream) =>
        {
            if (header.Version != Version || header.Source != state) return null;
            long behind = stream.Length - stream.Position;
            if (behind > Array.MaxLength || !CanBe(header, behind)) return null;
            byte[] body = new byte[behind];
            stream.ReadExactly(body);
            if (Convert.ToHexStringLower(SHA256.HashData(body)) != header.Body) return null;
            using var reader = new BinaryReader(new MemoryStream(body), Encoding.UTF8);
            IndexedImage[] train = Images(reader, header.Train), test = Images(reader, header.Test);
            return train.Concat(test).Any(image => image.Label < 0 || image.Label >= header.Classes.Length) ? null
                : new ImageIndex(header.Classes, header.ClassFolders, header.Height, header.Width, train, test, Sums(header.TrainSums),
                    Sums(header.TestSums), header.Broken, header.Notes);
        });
    }

    private static string? Unkept(FileTree source, ImageIndex index, string kind, string state)
    {
        var body = new MemoryStream();
        using (var writer = new BinaryWriter(body, Encoding.UTF8, leaveOpen: true))
        {
            foreach (IndexedImage image in index.Train.Concat(index.Test)) Write(writer, image);
        }
        var header = new Header(Version, state, Convert.ToHexStringLower(SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length))),
            [.. index.Classes], [.. index.ClassFolders], index.Height, index.Width, index.Train.Count, index.Test.Count,
            index.TrainSums.Numbers, index.TestSums.Numbers, [.. index.Broken], [.. index.Notes]);
        return s_file.Write(CacheFile.Place(source, kind, "index"), header, body.WriteTo);
    }

    /// <summary>Whether a header claims no more than the bytes behind it bear out.</summary>
    private static bool CanBe(Header header, long behind)
        => header.Height > 0 && header.Width > 0 && header.Train >= 0 && header.Test >= 0
            && (long)header.Train + header.Test <= behind / Smallest && header.ClassFolders.Length == header.Classes.Length
            && new[] { header.TrainSums, header.TestSums }.All(sums => sums.Length == 1 + 2 * ImageIndex.Channels)
            && !new[] { header.Classes, header.ClassFolders, header.Notes, header.Broken }.Any(texts => texts.Contains(null));

    private static ChannelSums Sums(long[] numbers) => new(ImageIndex.Channels) { Numbers = numbers };

    private static void Write(BinaryWriter writer, IndexedImage image)
    {
        writer.Write(image.Name);
        writer.Write(image.Label);
        writer.Write(image.Place.Part);
        writer.Write(image.Place.Offset);
        writer.Write(image.Place.Length);
        writer.Write(image.Height);
        writer.Write(image.Width);
        writer.Write((ulong)(image.Fingerprint >> 64));
        writer.Write((ulong)image.Fingerprint);
    }

    private static IndexedImage[] Images(BinaryReader reader, int count)
    {
        var images = new IndexedImage[count];
        for (int i = 0; i < count; i++)
        {
            images[i] = new(reader.ReadString(), reader.ReadInt32(), new(reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt32()),
                reader.ReadInt32(), reader.ReadInt32(), new(reader.ReadUInt64(), reader.ReadUInt64()));
        }
        return images;
    }
}
