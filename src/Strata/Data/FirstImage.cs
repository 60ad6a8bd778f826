using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>The size of a set's images, which its first one says where nothing resizes them.</summary>
/// <param name="Name">Of the first image.</param>
/// <param name="Height">Of the images as networks see them.</param>
/// <param name="Width">Of the images as networks see them.</param>
/// <param name="Resized">Whether images of other sizes are resized.</param>
internal sealed record FirstImage(string Name, int Height, int Width, bool Resized)
{
    /// <summary>The first image of a set whose header can be read.</summary>
    /// <exception cref="InvalidFileException">None can, or the first is broken and broken ones are not to be left out.</exception>
    public static FirstImage Of(FileTree tree, ImageFolderLayout layout, int? resize, LoadOptions options)
    {
        ImageFile[] files = [.. layout.Train, .. layout.Test];
        if (resize is { } side) return new(files[0].File.Name, side, side, Resized: true);
        InvalidFileException? problem = null;
        // All in one go, in the order that is fastest; one by one from where a file cannot be read, if they can be.
        IEnumerable<IReadOnlyList<ImageFile>> tries = tree.NoJumps is null ? [files, .. files.Select(file => new[] { file })] : [files];
        foreach (IReadOnlyList<ImageFile> some in tries)
        {
            try
            {
                foreach ((int index, byte[] content) in tree.Read([.. some.Select(image => image.File)], ImagePass.LargestFile))
                    if (Header(some[index].File.Name, content) is { } first) return first;
            }
            catch (InvalidFileException broken) when (broken != problem)
            {
                Remember(broken);
            }
        }
        throw problem!;

        FirstImage? Header(string name, byte[] content)
        {
            try
            {
                ImageHeader header = ImageHeader.Read(content, tree.Where(name));
                return new(name, header.Height, header.Width, Resized: false);
            }
            catch (InvalidFileException broken)
            {
                Remember(broken);
                return null;
            }
        }

        void Remember(InvalidFileException broken)
        {
            if (!ImagePass.IsBroken(broken)) throw broken;
            problem ??= ImagePass.Stopping(broken);
            if (!options.Reading.SkipBroken) throw problem;
        }
    }

    /// <summary>What is wrong with a set in which an image has another size, or null.</summary>
    public InvalidFileException? Mismatch(ImageHeader header, string where)
        => Resized || (header.Height, header.Width) == (Height, Width) ? null
            : new(where, $"has {header.Width}x{header.Height} pixels; expected {Width}x{Height} as {Foreign.Path(Name)} "
                + "(imagefolder:PATH@SIZE resizes)");
}
