using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Data.Streaming;

/// <summary>Makes the index of a set, decoding every image once.</summary>
internal static class ImageIndexer
{
    /// <param name="tree">Where the files lie.</param>
    /// <param name="layout">Which files are the set.</param>
    /// <param name="size">Of the images as networks see them.</param>
    /// <param name="resize">The side to resize to, or null where all images have the size already.</param>
    /// <param name="options">Say whether broken images are left out.</param>
    /// <exception cref="StrataException">
    /// A broken image, one of another size than the rest, or files that cannot be read one by one.
    /// </exception>
    public static ImageIndex Make(FileTree tree, ImageFolderLayout layout, FirstImage size, int? resize, LoadOptions options)
    {
        if (tree.NoJumps is { } problem) throw new StrataException(problem);
        ImageFile[] files = [.. layout.Train, .. layout.Test];
        int trained = layout.Train.Count, turned = 0;
        var found = new IndexedImage?[files.Length];
        ChannelSums train = new(ImageIndex.Channels), test = new(ImageIndex.Channels);
        SortedDictionary<int, InvalidFileException> broken = ImagePass.Over(tree, files, "looking through the images", options,
            (index, place, content, where) =>
            {
                ImageHeader header = ImageHeader.Read(content, where);
                if (size.Mismatch(header, where) is { } other) return other;
                if (header.Orientation != 1) Interlocked.Increment(ref turned);
                IPixelPlanes planes = ImageDecoder.Planes(header, resize);
                using var observed = new ObservedRows(header.Height, header.Width, planes);
                ImageDecoder.Decode(content, where, header, observed);
                byte[] seen = planes.Planes();
                ChannelSums split = index < trained ? train : test, own = new(ImageIndex.Channels);
                own.Add(seen);
                lock (split) split.Add(own);
                found[index] = new(files[index].File.Name, files[index].Label, place, header.Height, header.Width, observed.Fingerprint);
                return null;
            });
        layout.RequireImages(tree, broken.Keys);
        return new(layout.Classes, layout.ClassFolders, size.Height, size.Width, [.. found[..trained].OfType<IndexedImage>()],
            [.. found[trained..].OfType<IndexedImage>()], train, test, [.. broken.Values.Select(problem => problem.Message)],
            [.. layout.Notes, .. ImageFolderLayout.NotesOnTurned(turned, files.Length)]);
    }
}
