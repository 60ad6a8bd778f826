using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>Reads the JPEG or PNG files that <see cref="ImageFolderLayout"/> finds in a folder or an archive.</summary>
internal static class ImageFolderReader
{
    /// <summary>One image file; more is no image of a training set.</summary>
    private const int LargestFile = 64 << 20;

    /// <summary>Decoded images take at most what deflate could pack into their files at its best, from 256 MiB on.</summary>
    private const long Floor = 256 << 20, Ratio = 1032;

    /// <exception cref="InvalidFileException">Something is missing, damaged, no image, or of another size than the rest.</exception>
    public static ImageSet Read(string path, int? resize, LoadOptions options)
    {
        using FileTree tree = FileTree.Require(path, options);
        var layout = new Lazy<ImageFolderLayout>(() => ImageFolderLayout.Of(tree));
        // A folder's state is that of its files; an archive has its own, and is listed only where it has to be read.
        if (tree is FolderTree) _ = layout.Value;
        string kind = resize is { } side ? $"imagefolder@{side}" : "imagefolder";
        return SetCache.Through(tree, kind, options, () => Build(tree, layout.Value, resize, options));
    }

    private static ImageSet Build(FileTree tree, ImageFolderLayout layout, int? resize, LoadOptions options)
    {
        ImageFile[] files = [.. layout.Train, .. layout.Test];
        int trained = layout.Train.Count;
        using IEnumerator<(int Index, byte[] Content)> contents =
            tree.Read([.. files.Select(image => image.File)], LargestFile).GetEnumerator();

        // The first image says how large all are, so that every other one goes where it stays.
        contents.MoveNext();
        string first = files[contents.Current.Index].File.Name;
        (int height, int width) = (0, 0);
        int turned = 0;
        byte[] head = ImageDecoder.Decode(contents.Current.Content, tree.Where(first), resize,
            header =>
            {
                (height, width) = (header.Height, header.Width);
                Note(header);
            });
        if (resize is { } side) (height, width) = (side, side);
        int size = head.Length;
        long most = Math.Min(Array.MaxLength, Math.Max(Floor, Ratio * tree.Bytes));
        if ((long)size * files.Length > most)
        {
            string problem = $"holds {files.Length} images of {width}x{height} pixels in {tree.Bytes} bytes, decoded more than {most}";
            throw new InvalidFileException(tree.Path, $"{problem}; use a smaller size, as in imagefolder:PATH@32");
        }
        byte[] train = HugePages.AllocateUninitialized(trained * size);
        byte[] test = HugePages.AllocateUninitialized((files.Length - trained) * size);
        Keep(contents.Current.Index, head);

        (long At, InvalidFileException Problem)? failed = null;
        var failing = new Lock();
        int done = 1;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Threads.Chosen, CancellationToken = options.Stop };
        // Files come one at a time from whichever worker asks next: reading an archive stays sequential while the others decode.
        Parallel.ForEach(Partitioner.Create(Rest(contents), EnumerablePartitionerOptions.NoBuffering), parallel, (item, state, at) =>
        {
            try
            {
                if (item.Problem is not null) throw item.Problem;
                string where = tree.Where(files[item.Index].File.Name);
                Keep(item.Index, ImageDecoder.Decode(item.Content, where, resize, header =>
                {
                    Note(header);
                    if (resize is null && (header.Height, header.Width) != (height, width))
                        throw new InvalidFileException(where,
                            $"has {header.Width}x{header.Height} pixels; expected {width}x{height} as {Foreign.Path(first)} "
                            + "(imagefolder:PATH@SIZE resizes)");
                }));
                options.Report("decoding images", Interlocked.Increment(ref done), files.Length);
            }
            catch (InvalidFileException problem)
            {
                // All before it are still looked at, so that the first problem is told, whichever thread is faster.
                state.Break();
                lock (failing)
                {
                    if (failed is null || at < failed.Value.At) failed = (at, problem);
                }
            }
        });
        if (failed is { } known) ExceptionDispatchInfo.Throw(known.Problem);

        string[] notes = turned == 0 ? []
            : [$"has {turned} of {files.Length} images that EXIF says to turn; they are read as they are stored, as torchvision does"];
        return ImageSets.Create(Slug(tree.Path), layout.Classes, (3, height, width), 255,
            new(train, Labels(layout.Train)), new(test, Labels(layout.Test)),
            $"Images of {Foreign.Path(Path.GetFileName(Path.TrimEndingDirectorySeparator(tree.Path)))}", [.. layout.Notes, .. notes]);

        void Note(ImageHeader header)
        {
            if (header.Orientation != 1) Interlocked.Increment(ref turned);
        }

        void Keep(int index, byte[] pixels)
            => pixels.CopyTo(index < trained ? train : test, (index < trained ? index : index - trained) * size);
    }

    /// <summary>What is left to read; a failure comes in its place, as the last item.</summary>
    private static IEnumerable<(int Index, byte[] Content, InvalidFileException? Problem)> Rest(
        IEnumerator<(int Index, byte[] Content)> contents)
    {
        for (InvalidFileException? problem = null; problem is null;)
        {
            bool more = false;
            try
            {
                more = contents.MoveNext();
            }
            catch (InvalidFileException unreadable)
            {
                problem = unreadable;
            }
            if (problem is not null) yield return (0, [], problem);
            else if (more) yield return (contents.Current.Index, contents.Current.Content, null);
            else yield break;
        }
    }

    private static int[] Labels(IReadOnlyList<ImageFile> images) => [.. images.Select(image => image.Label)];

    /// <summary><c>cifar10-images</c> of <c>/data/CIFAR10-images.tar.gz</c>: fit for the names of artifacts.</summary>
    private static string Slug(string path)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))).ToLowerInvariant();
        foreach (string end in (string[])[".gz", ".tgz", ".tar", ".zip"])
        {
            if (name.EndsWith(end, StringComparison.Ordinal)) name = name[..^end.Length];
        }
        string words = new([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')]);
        string slug = string.Join('-', words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return slug.Length == 0 ? "images" : slug;
    }
}
