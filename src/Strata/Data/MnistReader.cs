using System.Buffers.Binary;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>Reads MNIST and its relatives: a folder of four idx files, each plain or gzipped.</summary>
internal static class MnistReader
{
    private const string Citation =
        "Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, Gradient-Based Learning Applied to Document Recognition, 1998 (the MNIST format)";

    private const int ImagesMagic = 0x803, LabelsMagic = 0x801, LargestSide = 4096, Classes = 10;

    /// <exception cref="InvalidFileException">A file is missing, cut off, or its header does not fit its content or the other
    /// files.</exception>
    public static ImageSet Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InvalidFileException(folder, File.Exists(folder) ? "is a file; expected the folder of the four idx files"
                : "no such folder");
        (Examples train, int height, int width) = ReadSplit(folder, "train", (0, 0));
        (Examples test, _, _) = ReadSplit(folder, "t10k", (height, width));
        string[] classes = [.. Enumerable.Range(0, Classes).Select(digit => $"{digit}")];
        return ImageSets.Create("mnist", classes, (1, height, width), 255, train, test, Citation);
    }

    private static (Examples Examples, int Height, int Width) ReadSplit(string folder, string prefix, (int Height, int Width) expected)
    {
        string images = Find(folder, $"{prefix}-images", "idx3-ubyte"), labels = Find(folder, $"{prefix}-labels", "idx1-ubyte");
        (byte[] pixels, int[] shape) = ReadIdx(images, ImagesMagic, 3);
        (byte[] values, int[] count) = ReadIdx(labels, LabelsMagic, 1);
        if (shape[0] != count[0])
            throw new InvalidFileException(labels,
                $"has {count[0]} labels; expected {shape[0]}, one for each image of {Path.GetFileName(images)}");
        if (expected != (0, 0) && expected != (shape[1], shape[2]))
            throw new InvalidFileException(images,
                $"has images of {shape[1]} rows and {shape[2]} columns; expected {expected.Height} and {expected.Width}, as in training");
        int wrong = Array.FindIndex(values, value => value >= Classes);
        if (wrong >= 0)
            throw new InvalidFileException(labels,
                $"label {values[wrong]} of example {wrong} at byte {8 + wrong}; expected 0 to {Classes - 1}");
        return (new(pixels, [.. values.Select(value => (int)value)]), shape[1], shape[2]);
    }

    private static string Find(string folder, string stem, string type)
    {
        foreach (string name in (string[])[$"{stem}-{type}", $"{stem}.{type}"])
        {
            foreach (string end in (string[])["", ".gz"])
            {
                string path = Path.Combine(folder, name + end);
                if (File.Exists(path)) return path;
            }
        }
        throw new InvalidFileException(folder, $"lacks {stem}-{type} (plain or .gz)");
    }

    /// <summary>The bytes behind an idx header: magic, then big-endian sizes, then content.</summary>
    private static (byte[] Content, int[] Shape) ReadIdx(string path, int magic, int dimensions)
    {
        using FileStream file = TarArchive.Open(path);
        bool gzip = TarArchive.IsGzip(file);
        using Stream stream = gzip ? new GzipFile(file, path) : file;

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
        if (!gzip && file.Length != headerBytes + (long)count)
            throw new InvalidFileException(path, $"has {file.Length} bytes; expected {headerBytes + (long)count} for {claimed}");
        byte[] content = BoundedReader.Exactly(stream, count, path, "content");
        if (BoundedReader.Fill(stream, new byte[1], path) > 0)
            throw new InvalidFileException(path, $"goes on after the {claimed} bytes that its header claims");
        return (content, shape);
    }
}
