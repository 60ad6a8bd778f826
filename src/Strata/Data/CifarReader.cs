using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>Reads the binary files of CIFAR-10 and CIFAR-100: one file, their folder, or an archive such as the official one.</summary>
internal static class CifarReader
{
    /// <summary>No official file is larger; it bounds what a hostile archive can make us read.</summary>
    private const int LargestFile = 1 << 29;

    /// <exception cref="InvalidFileException">A file is missing, cut off, or holds a label out of range.</exception>
    public static ImageSet Read(string path, CifarFormat format, LoadOptions options)
    {
        using FileTree? tree = FileTree.Open(path, options);
        if (tree is null) return ReadFile(path, format);
        if (tree is not FolderTree)
            return SetCache.Through(tree, format.Name, options, () => Build(tree, Home(tree, format), format, options));
        string? home = Home(tree, format), archive = Path.Combine(path, format.Archive);
        return home is null && File.Exists(archive) ? Read(archive, format, options) : Build(tree, home, format, options);
    }

    /// <summary>Splits records into pixels and labels.</summary>
    public static HeldExamples Split(byte[] records, CifarFormat format, string path)
    {
        int size = format.ImageBytes, count = records.Length / format.RecordBytes;
        if (count == 0 || records.Length % format.RecordBytes != 0)
            throw new InvalidFileException(path,
                $"has {records.Length} bytes; expected a multiple of {format.RecordBytes}, the bytes of one {format.Name} record");
        byte[] pixels = HugePages.AllocateUninitialized(count * size);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            int at = i * format.RecordBytes, label = records[at + format.LabelBytes - 1];
            if (label >= format.Classes.Count)
                throw new InvalidFileException(path,
                    $"label {label} in record {i} at byte {at + format.LabelBytes - 1}; expected 0 to {format.Classes.Count - 1}");
            labels[i] = label;
            records.AsSpan(at + format.LabelBytes, size).CopyTo(pixels.AsSpan(i * size));
        }
        return new(pixels, labels);
    }

    /// <summary>The folder of a tree that has the files: the top, the official one, or one that holds everything.</summary>
    private static string? Home(FileTree tree, CifarFormat format)
        => tree.Wrapping().SelectMany(folder => (string[])[folder, TreeEntry.Join(folder, format.Folder)])
            .FirstOrDefault(folder => tree.List(folder).Any(entry => entry.Last == format.TestFile || entry.Last == format.TrainFiles[0]));

    private static ImageSet Build(FileTree tree, string? home, CifarFormat format, LoadOptions options)
    {
        if (home is null)
        {
            throw new InvalidFileException(tree.Path,
                $"holds neither {format.TrainFiles[0]} and its like nor {format.Archive} (the binary version; "
                + $"'strata data get {format.Name} DIR' fetches it)");
        }
        string[] names = [.. format.TrainFiles, format.TestFile];
        TreeEntry[] files = [.. names.Select(name => tree.List(home).FirstOrDefault(entry => entry.Last == name)
            ?? throw new InvalidFileException(tree.Path,
                $"lacks {TreeEntry.Join(home, name)}; expected the files of the official {format.Archive}"))];
        var parts = new HeldExamples[files.Length];
        foreach ((int index, byte[] records) in tree.Read(files, LargestFile))
        {
            options.Stop.ThrowIfCancellationRequested();
            parts[index] = Split(records, format, tree.Where(files[index].Name));
        }
        return Create(format, Join(parts[..^1], tree.Path), parts[^1]);
    }

    /// <summary>One file is one split: the test split if its name says so, else the training split; the other is empty.</summary>
    private static ImageSet ReadFile(string path, CifarFormat format)
    {
        HeldExamples examples = ReadExamples(path, format), none = new([], []);
        return Path.GetFileName(path).StartsWith("test", StringComparison.OrdinalIgnoreCase) ? Create(format, none, examples)
            : Create(format, examples, none);
    }

    private static HeldExamples ReadExamples(string path, CifarFormat format)
    {
        using FileStream file = InputFile.Open(path, $"a file, folder or archive of {format.Name}");
        if (file.Length > LargestFile) throw new InvalidFileException(path, $"has {file.Length} bytes; expected at most {LargestFile}");
        // Records may begin like anything, so that only what cannot be records is asked what else it is.
        if (file.Length % format.RecordBytes != 0
            && FileFormat.Refusal(path, FileFormat.Start(file), Wanted.Images,
                $"{format.Name} records, a multiple of {format.RecordBytes} bytes") is { } foreign)
            throw foreign;
        return Split(BoundedReader.Exactly(file, (int)file.Length, path, "records"), format, path);
    }

    /// <exception cref="InvalidFileException">They are more than an array holds.</exception>
    internal static HeldExamples Join(HeldExamples[] parts, string path)
    {
        if (parts.Length == 1) return parts[0];
        long bytes = parts.Sum(part => part.Pixels.LongLength);
        if (bytes > Array.MaxLength)
            throw new InvalidFileException(path, $"has {bytes} bytes of training images; expected at most {Array.MaxLength}");
        byte[] pixels = HugePages.AllocateUninitialized((int)bytes);
        int at = 0;
        foreach (HeldExamples part in parts)
        {
            part.Pixels.CopyTo(pixels, at);
            at += part.Pixels.Length;
        }
        return new(pixels, [.. parts.SelectMany(part => part.Labels)]);
    }

    private static ImageSet Create(CifarFormat format, HeldExamples train, HeldExamples test)
        => ImageSets.Create(format.Name, format.Classes, (3, format.Side, format.Side), 255, train, test, CifarFormat.Citation);
}
