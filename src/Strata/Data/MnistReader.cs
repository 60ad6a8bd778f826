using System.Buffers.Binary;
using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>Reads MNIST and its relatives: four idx files, each plain or gzipped, in a folder or an archive.</summary>
internal static class MnistReader
{
    private const string Citation =
        "Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, Gradient-Based Learning Applied to Document Recognition, 1998 (the MNIST format)";

    private const int ImagesMagic = 0x803, LabelsMagic = 0x801, LargestSide = 4096, Classes = 10;

    /// <exception cref="InvalidFileException">
    /// A file is missing, cut off, or its header does not fit its content or the other files.
    /// </exception>
    public static ImageSet Read(string path, LoadOptions options)
    {
        using FileTree tree = FileTree.Require(path, options);
        string folder = tree.Wrapping().FirstOrDefault(inner => Find(tree, inner, "train-images", "idx3-ubyte") is not null) ?? "";
        (HeldExamples train, int height, int width) = ReadSplit(tree, folder, "train", (0, 0));
        options.Stop.ThrowIfCancellationRequested();
        (HeldExamples test, _, _) = ReadSplit(tree, folder, "t10k", (height, width));
        string[] classes = [.. Enumerable.Range(0, Classes).Select(digit => $"{digit}")];
        return ImageSets.Create("mnist", classes, (1, height, width), 255, train, test, Citation);
    }

    private static (HeldExamples Examples, int Height, int Width) ReadSplit(FileTree tree, string folder, string prefix,
        (int Height, int Width) expected)
    {
        TreeEntry images = Require(tree, folder, $"{prefix}-images", "idx3-ubyte");
        TreeEntry labels = Require(tree, folder, $"{prefix}-labels", "idx1-ubyte");
        (byte[] pixels, int[] shape) = ReadIdx(tree, images, ImagesMagic, 3);
        (byte[] values, int[] count) = ReadIdx(tree, labels, LabelsMagic, 1);
        if (shape[0] != count[0])
            throw new InvalidFileException(tree.Where(labels.Name),
                $"has {count[0]} labels; expected {shape[0]}, one for each image of {images.Last}");
        if (expected != (0, 0) && expected != (shape[1], shape[2]))
        {
            throw new InvalidFileException(tree.Where(images.Name),
                $"has images of {shape[1]} rows and {shape[2]} columns; expected {expected.Height} and {expected.Width}, as in training");
        }
        int wrong = Array.FindIndex(values, value => value >= Classes);
        if (wrong >= 0)
            throw new InvalidFileException(tree.Where(labels.Name),
                $"label {values[wrong]} of example {wrong} at byte {8 + wrong}; expected 0 to {Classes - 1}");
        return (new(pixels, [.. values.Select(value => (int)value)]), shape[1], shape[2]);
    }

    private static TreeEntry Require(FileTree tree, string folder, string stem, string type)
        => Find(tree, folder, stem, type)
            ?? throw new InvalidFileException(tree.Path, $"lacks {TreeEntry.Join(folder, stem)}-{type} (plain or .gz)");

    private static TreeEntry? Find(FileTree tree, string folder, string stem, string type)
    {
        string[] names = [$"{stem}-{type}", $"{stem}-{type}.gz", $"{stem}.{type}", $"{stem}.{type}.gz"];
        return tree.List(folder).Where(entry => names.Contains(entry.Last)).MinBy(entry => names.IndexOf(entry.Last));
    }

    /// <summary>The bytes behind an idx header: magic, then big-endian sizes, then content.</summary>
    private static (byte[] Content, int[] Shape) ReadIdx(FileTree tree, TreeEntry entry, int magic, int dimensions)
    {
        string path = tree.Where(entry.Name);
        byte[] bytes = tree.Read(entry, Array.MaxLength);
        var file = new MemoryStream(bytes);
        using GzipFile? gzip = GzipFile.Is(bytes) ? new GzipFile(file, path) : null;
        Stream stream = (Stream?)gzip ?? file;

        int headerBytes = 4 * (dimensions + 1);
        byte[] header = BoundedReader.Exactly(stream, headerBytes, path, "header");
        int found = BinaryPrimitives.ReadInt32BigEndian(header);
        if (found != magic)
            throw new InvalidFileException(path, $"starts with 0x{found:x8}; expected 0x{magic:x8}, idx bytes of {dimensions} dimensions");
        int[] shape = [.. Enumerable.Range(1, dimensions).Select(i => BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 * i)))];
        string claimed = string.Join('x', shape.Select(side => $"{(uint)side}"));
        if (shape.Any(side => side < 1) || shape.Skip(1).Any(side => side > LargestSide)
            || shape.Aggregate(1.0, (product, side) => product * side) > Array.MaxLength)
            throw new InvalidFileException(path,
                $"claims {claimed}; expected at least one example, sides up to {LargestSide} and at most {Array.MaxLength} bytes");

        int count = shape.Aggregate(1, (product, side) => product * side);
        if (gzip is null && file.Length != headerBytes + (long)count)
            throw new InvalidFileException(path, $"has {file.Length} bytes; expected {headerBytes + (long)count} for {claimed}");
        byte[] content = BoundedReader.Exactly(stream, count, path, "content");
        if (BoundedReader.Fill(stream, new byte[1], path) > 0)
            throw new InvalidFileException(path, $"goes on after the {claimed} bytes that its header claims");
        return (content, shape);
    }
}
