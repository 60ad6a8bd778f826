using Strata.Data.Files;
using Strata.Data.Streaming;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Reads a set of JPEG or PNG files in a folder or in archives, held in memory (<see cref="HeldImages"/>) or left in its files
/// (<see cref="StreamedImages"/>), whichever its size asks for.
/// </summary>
internal static class ImageFolderReader
{
    /// <exception cref="InvalidFileException">Something is missing, damaged, no image, or of another size than the rest.</exception>
    public static ImageSet Read(DataSource source, LoadOptions options)
    {
        FileTree tree = Open(source.Path, options);
        ImageSet? set = null;
        try
        {
            set = Read(tree, source, options);
            return set;
        }
        finally
        {
            // The images of a streamed set are read from it as long as there is the set.
            if (set?.IsStreamed != true) tree.Dispose();
        }
    }

    /// <summary>What a user names: several archives, one, or a folder.</summary>
    public static FileTree Open(string path, LoadOptions options)
        => (FileTree?)ShardTree.Of(path, options) ?? FileTree.Require(path, options);

    private static ImageSet Read(FileTree tree, DataSource source, LoadOptions options)
    {
        var layout = new Lazy<ImageFolderLayout>(() => source.Kind == DataSource.TinyImageNet ? TinyImageNetLayout.Of(tree)
            : ImageFolderLayout.Of(tree));
        // A folder's state is that of its files; an archive has its own, and is listed only where it has to be read.
        if (tree is FolderTree) _ = layout.Value;
        string kind = source.Resize is { } side ? $"{source.Kind}@{side}" : source.Kind;
        StreamChoice choice = options.Reading.Stream;
        // By size alone, broken images counted: what another command has kept decides nothing.
        bool Streams(long images, int height, int width) => choice == StreamChoice.Always
            || choice == StreamChoice.Auto && images * ImageIndex.Channels * height * width > Array.MaxLength;
        if ((choice == StreamChoice.Always ? null : SetCache.Kept(tree, kind, options)) is { } held
            && !Streams((long)held.Train.Count + held.Test.Count + held.Broken.Count, held.Height, held.Width))
            return Sound(held, options);
        if ((choice == StreamChoice.Never ? null : IndexCache.Kept(tree, kind, options)) is { } index
            && Streams((long)index.Train.Count + index.Test.Count + index.Broken.Count, index.Height, index.Width))
            return Sound(StreamedImages.Of(tree, index), options);

        FirstImage first = FirstImage.Of(tree, layout.Value, source.Resize, options);
        return Streams((long)layout.Value.Train.Count + layout.Value.Test.Count, first.Height, first.Width)
            ? StreamedImages.Of(tree, IndexCache.Through(tree, kind, options,
                () => ImageIndexer.Make(tree, layout.Value, first, source.Resize, options)))
            : SetCache.Through(tree, kind, options, () => HeldImages.Read(tree, layout.Value, first, source.Resize, options));
    }

    /// <summary>What was kept when broken images were to be left out does not serve who wants all of them.</summary>
    private static ImageSet Sound(ImageSet set, LoadOptions options)
        => set.Broken.Count == 0 || options.Reading.SkipBroken ? set
            : throw new StrataException(set.Broken.Count == 1 ? $"{set.Broken[0]}; --skip-broken leaves such images out"
                : $"{set.Broken[0]}; {set.Broken.Count - 1} more images are broken, and --skip-broken leaves them out");

    /// <summary>What stands for a citation of a user's own images.</summary>
    internal static string Citation(FileTree tree)
        => $"Images of {Foreign.Path(Path.GetFileName(Path.TrimEndingDirectorySeparator(tree.Path)))}";

    /// <summary><c>cifar10-images</c> of <c>/data/CIFAR10-images.tar.gz</c>: fit for the names of artifacts.</summary>
    internal static string Slug(string path)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))).ToLowerInvariant();
        foreach (string end in (string[])[".gz", ".tgz", ".tar", ".zip"])
        {
            if (name.EndsWith(end, StringComparison.Ordinal)) name = name[..^end.Length];
        }
        string words = new([.. name.Select(letter => char.IsLetterOrDigit(letter) ? letter : ' ')]);
        string slug = string.Join('-', words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return slug.Length == 0 ? "images" : slug;
    }
}
