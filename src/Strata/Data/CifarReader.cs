using Strata.Runtime;

namespace Strata.Data;

/// <summary>Reads the binary files of CIFAR-10 and CIFAR-100: one file, their folder, or the official archive.</summary>
internal static class CifarReader
{
    /// <summary>No official file is larger; it bounds what a hostile archive can make us read.</summary>
    private const int LargestFile = 1 << 29;

    /// <exception cref="InvalidFileException">A file is missing, cut off, or holds a label out of range.</exception>
    public static ImageSet Read(string path, CifarFormat format, Action<string>? say)
    {
        if (Directory.Exists(path))
        {
            string[] folders = [path, Path.Combine(path, format.Folder)];
            if (folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, format.TestFile))
                || File.Exists(Path.Combine(folder, format.TrainFiles[0]))) is { } folder)
                return ReadFolder(folder, format);
            string archive = Path.Combine(path, format.Archive);
            if (File.Exists(archive)) return Read(archive, format, say);
            throw new InvalidFileException(path, $"holds neither {format.TrainFiles[0]} and its like nor {format.Archive}");
        }
        if (TarArchive.Is(path)) return SetCache.Through(path, format.Name, say, () => ReadArchive(path, format));
        return ReadFile(path, format);
    }

    /// <summary>Splits records into pixels and labels.</summary>
    public static Examples Split(byte[] records, CifarFormat format, string path)
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

    private static ImageSet ReadFolder(string folder, CifarFormat format)
    {
        Examples[] train = [.. format.TrainFiles.Select(name => ReadExamples(Path.Combine(folder, name), format))];
        return Create(format, Join(train), ReadExamples(Path.Combine(folder, format.TestFile), format));
    }

    /// <summary>One file is one split: the test split if its name says so, else the training split; the other is empty.</summary>
    private static ImageSet ReadFile(string path, CifarFormat format)
    {
        Examples examples = ReadExamples(path, format), none = new([], []);
        return Path.GetFileName(path).StartsWith("test", StringComparison.OrdinalIgnoreCase) ? Create(format, none, examples)
            : Create(format, examples, none);
    }

    private static Examples ReadExamples(string path, CifarFormat format)
    {
        using FileStream file = TarArchive.Open(path);
        if (file.Length > LargestFile || file.Length % format.RecordBytes != 0)
            throw new InvalidFileException(path,
                $"has {file.Length} bytes; expected a multiple of {format.RecordBytes}, the bytes of one {format.Name} record, and at "
                + $"most {LargestFile}");
        return Split(BoundedReader.Exactly(file, (int)file.Length, path, "records"), format, path);
    }

    private static ImageSet ReadArchive(string path, CifarFormat format)
    {
        var splits = new Dictionary<string, Examples>(StringComparer.Ordinal);
        foreach ((string name, byte[]? content) in TarArchive.Members(path, name => Wanted(name, format) ? LargestFile : null))
        {
            if (content is not null) splits[Path.GetFileName(name)] = Split(content, format, $"{path}!{name}");
        }
        foreach (string name in (string[])[.. format.TrainFiles, format.TestFile])
        {
            if (!splits.ContainsKey(name))
                throw new InvalidFileException(path, $"lacks {format.Folder}/{name}; expected the official {format.Archive}");
        }
        return Create(format, Join([.. format.TrainFiles.Select(name => splits[name])]), splits[format.TestFile]);
    }

    private static bool Wanted(string name, CifarFormat format)
        => Path.GetFileName(name) is var file && (file == format.TestFile || format.TrainFiles.Contains(file));

    private static Examples Join(Examples[] parts)
    {
        if (parts.Length == 1) return parts[0];
        byte[] pixels = HugePages.AllocateUninitialized(parts.Sum(part => part.Pixels.Length));
        int at = 0;
        foreach (Examples part in parts)
        {
            part.Pixels.CopyTo(pixels, at);
            at += part.Pixels.Length;
        }
        return new(pixels, [.. parts.SelectMany(part => part.Labels)]);
    }

    private static ImageSet Create(CifarFormat format, Examples train, Examples test)
        => ImageSets.Create(format.Name, format.Classes, (3, format.Side, format.Side), 255, train, test, CifarFormat.Citation);
}
