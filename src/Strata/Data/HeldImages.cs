using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>Decodes all images of a set into memory.</summary>
internal static class HeldImages
{
    /// <summary>Decoded images take at most what deflate could pack into their files at its best, from 256 MiB on.</summary>
    private const long Floor = 256 << 20, Ratio = 1032;

    /// <param name="tree">Where the files lie.</param>
    /// <param name="layout">Which files are the set.</param>
    /// <param name="first">Says how large all images are.</param>
    /// <param name="resize">The side to resize to, or null.</param>
    /// <param name="options">Say whether broken images are left out.</param>
    /// <exception cref="InvalidFileException">Something is damaged, no image, of another size than the rest, or too much.</exception>
    public static ImageSet Read(FileTree tree, ImageFolderLayout layout, FirstImage first, int? resize, LoadOptions options)
    {
        ImageFile[] files = [.. layout.Train, .. layout.Test];
        int trained = layout.Train.Count, size = 3 * first.Height * first.Width, turned = 0;
        long most = Math.Min(Array.MaxLength, Math.Max(Floor, Ratio * tree.Bytes));
        if ((long)size * files.Length > most)
        {
            string problem =
                $"holds {files.Length} images of {first.Width}x{first.Height} pixels in {tree.Bytes} bytes, decoded more than {most}";
            throw new InvalidFileException(tree.Path, $"{problem}; use a smaller size, as in imagefolder:PATH@32, or --stream always");
        }
        byte[] train = HugePages.AllocateUninitialized(trained * size);
        byte[] test = HugePages.AllocateUninitialized((files.Length - trained) * size);
        var sizes = new (int Width, int Height)[files.Length];
        SortedDictionary<int, InvalidFileException> broken = ImagePass.Over(tree, files, "decoding images", options,
            (index, _, content, where) =>
            {
                ImageHeader header = ImageHeader.Read(content, where);
                if (first.Mismatch(header, where) is { } problem) return problem;
                sizes[index] = (header.Width, header.Height);
                if (header.Orientation != 1) Interlocked.Increment(ref turned);
                ImageDecoder.Decode(content, where, header, resize)
                    .CopyTo(index < trained ? train : test, (index < trained ? index : index - trained) * size);
                return null;
            });
        layout.RequireImages(tree, broken.Keys);
        HeldExamples Split(byte[] pixels, IReadOnlyList<ImageFile> images, int offset)
        {
            int[] kept = [.. Enumerable.Range(0, images.Count).Where(i => !broken.ContainsKey(offset + i))];
            for (int i = 0; i < kept.Length; i++)
            {
                if (i != kept[i]) Buffer.BlockCopy(pixels, kept[i] * size, pixels, i * size, size);
            }
            return new(kept.Length == images.Count ? pixels : pixels[..(kept.Length * size)], [.. kept.Select(i => images[i].Label)]);
        }
        ImageSet set = ImageSets.Create(ImageFolderReader.Slug(tree.Path), layout.Classes, (3, first.Height, first.Width), 255,
            Split(train, layout.Train, 0), Split(test, layout.Test, trained), ImageFolderReader.Citation(tree),
            [.. layout.Notes, .. ImageFolderLayout.NotesOnTurned(turned, files.Length)]);
        return set with
        {
            ClassFolders = layout.ClassFolders,
            Broken = [.. broken.Values.Select(problem => problem.Message)],
            Originals = OriginalSizes.Of([.. sizes.Where((_, i) => !broken.ContainsKey(i))]),
        };
    }
}
