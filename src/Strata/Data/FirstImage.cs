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
        foreach ((int index, byte[] content) in tree.Read([.. files.Select(image => image.File)], ImagePass.LargestFile))
        {
            string name = files[index].File.Name;
            try
            {
                ImageHeader header = ImageHeader.Read(content, tree.Where(name));
                return new(name, header.Height, header.Width, Resized: false);
            }
            catch (InvalidFileException broken)
            {
                problem ??= ImagePass.Stopping(broken);
                if (!options.Reading.SkipBroken) break;
            }
        }
        throw problem!;
    }

    /// <summary>What is wrong with a set in which an image has another size, or null.</summary>
    public InvalidFileException? Mismatch(ImageHeader header, string where)
        => Resized || (header.Height, header.Width) == (Height, Width) ? null
            : new(where, $"has {header.Width}x{header.Height} pixels; expected {Width}x{Height} as {Foreign.Path(Name)} "
                + "(imagefolder:PATH@SIZE resizes)");
}
