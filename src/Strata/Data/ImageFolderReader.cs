using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Reads <c>train/CLASS/*</c> and <c>test/CLASS/*</c> (or <c>val/</c>) of JPEG or PNG files from a folder or a tar archive. Classes are in
/// ordinal order, and the images of a class in the ordinal order of their names.
/// </summary>
internal static class ImageFolderReader
{
    /// <summary>One image file; more is no image of a training set.</summary>
    private const int LargestFile = 64 << 20;

    private static readonly string[] s_splits = ["train", "test", "val"];

    /// <summary>
    /// Links are followed, for sets are often put together from them, but a link back to its own folder must not go on for ever.
    /// </summary>
    private static readonly EnumerationOptions s_everyFile = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 8,
        IgnoreInaccessible = false
    };

    /// <summary>One decoded image and where it belongs.</summary>
    private sealed record Decoded(string Split, string Class, string File, byte[] Pixels);

    /// <exception cref="InvalidFileException">Something is missing, damaged, no image, or of another size than the rest.</exception>
    public static ImageSet Read(string path, int? resize, Action<string>? say)
    {
        string kind = resize is { } side ? $"imagefolder@{side}" : "imagefolder";
        if (!Directory.Exists(path)) return SetCache.Through(path, kind, say, () => Build(path, resize, TarMembers(path), say));
        string[] files = Files(path);
        return SetCache.Through(path, kind, say, () => Build(path, resize, FolderMembers(path, files), say), Fingerprint(path, files));
    }

    private static ImageSet Build(string path, int? resize, IEnumerable<(string Name, byte[]? Content, string Where)> members,
        Action<string>? say)
    {
        var decoded = new ConcurrentBag<Decoded>();
        var folders = new ConcurrentDictionary<(string Split, string Class), bool>();
        Tuple<int, int, string>? size = null;
        long total = 0;

        // The members come one at a time from whichever worker asks next: reading the archive stays sequential while the others decode.
        try
        {
            Parallel.ForEach(Partitioner.Create(members, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = Threads.Available() }, member =>
            {
                if (Place(member.Name) is not { } place) return;
                if (place.Class is null)
                {
                    if (member.Content is null) return;
                    throw new InvalidFileException(member.Where, $"lies outside of any class; expected {place.Split}/CLASS/FILE");
                }
                folders.TryAdd((place.Split, place.Class), true);
                if (member.Content is null) return;
                byte[] pixels = ImageDecoder.Decode(member.Content, member.Where, resize, (height, width) =>
                {
                    if (resize is not null) return;
                    Tuple<int, int, string> first = Interlocked.CompareExchange(ref size, Tuple.Create(height, width, member.Name),
                        null) ?? size;
                    if ((first.Item1, first.Item2) != (height, width))
                        throw new InvalidFileException(member.Where,
                            $"has {width}x{height} pixels; expected {first.Item2}x{first.Item1} as {first.Item3} (imagefolder:PATH@SIZE "
                            + "resizes)");
                });
                if (Interlocked.Add(ref total, pixels.Length) > Array.MaxLength)
                    throw new InvalidFileException(path,
                        $"holds more than {Array.MaxLength} bytes of pixels; use a smaller size, as in imagefolder:PATH@32");
                decoded.Add(new(place.Split, place.Class, place.File, pixels));
            });
        }
        catch (AggregateException several)
            when (several.InnerExceptions.OfType<InvalidFileException>()
                .MinBy(problem => problem.Path, StringComparer.Ordinal) is { } first)
        {
            throw new InvalidFileException(first.Path, first.Problem, several);
        }

        ILookup<string, Decoded> splits = decoded.ToLookup(image => image.Split, StringComparer.Ordinal);
        string[] found = [.. s_splits.Where(split => folders.Keys.Any(folder => folder.Split == split))];
        if (!found.Contains("train")) throw new InvalidFileException(path, "holds no folder train/CLASS with images");
        string? test = found.FirstOrDefault(split => split != "train");
        if (test is null) say?.Invoke($"{path} has neither test/ nor val/: there is no test split.");
        if (found.Length == 3) say?.Invoke($"{path} has both test/ and val/: val/ is left out.");

        string[] classes = [.. folders.Keys.Where(folder => folder.Split == "train").Select(folder => folder.Class)
            .Order(StringComparer.Ordinal)];
        foreach (string split in found.Take(test is null ? 1 : 2))
        {
            var present = splits[split].Select(image => image.Class).ToHashSet(StringComparer.Ordinal);
            string? unknown = folders.Keys.Where(folder => folder.Split == split).Select(folder => folder.Class).Except(classes)
                .Order(StringComparer.Ordinal).FirstOrDefault();
            if (unknown is not null) throw new InvalidFileException(path, $"has {split}/{unknown}, but no train/{unknown}");
            string? empty = classes.FirstOrDefault(name => !present.Contains(name));
            if (empty is not null)
                throw new InvalidFileException(path, $"has no image in {split}/{empty}; expected at least one of each class");
        }

        (int height, int width) = resize is { } both ? (both, both) : (size!.Item1, size.Item2);
        return ImageSets.Create(Slug(path), classes, (3, height, width), 255,
            Gather(splits["train"], classes), test is null ? new([], []) : Gather(splits[test], classes),
            $"Images of {Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}");
    }

    private static Examples Gather(IEnumerable<Decoded> images, string[] classes)
    {
        Decoded[] ordered = [.. images.OrderBy(image => image.Class, StringComparer.Ordinal)
            .ThenBy(image => image.File, StringComparer.Ordinal)];
        byte[] pixels = HugePages.AllocateUninitialized(ordered.Sum(image => image.Pixels.Length));
        int at = 0;
        foreach (Decoded image in ordered)
        {
            image.Pixels.CopyTo(pixels, at);
            at += image.Pixels.Length;
        }
        var labels = classes.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        return new(pixels, [.. ordered.Select(image => labels[image.Class])]);
    }

    /// <summary>Split, class and file of <c>[FOLDER/]train/CLASS/FILE</c>; null for what lies elsewhere.</summary>
    private static (string Split, string? Class, string File)? Place(string name)
    {
        string[] parts = name.Split('/');
        int at = Array.FindIndex(parts, 0, Math.Min(2, parts.Length), part => s_splits.Contains(part));
        if (at < 0) return null;
        int behind = parts.Length - at - 1;
        return behind == 0 ? (parts[at], null, "")
            : (parts[at], behind == 1 && IsImage(name) ? null : parts[at + 1], string.Join('/', parts[(at + 1)..]));
    }

    private static IEnumerable<(string Name, byte[]? Content, string Where)> TarMembers(string path)
        => TarArchive.Members(path, name => Place(name) is not null && Wanted(name, $"{path}!{name}") ? LargestFile : null)
            .Select(member => (member.Name, member.Content, $"{path}!{member.Name}"));

    private static IEnumerable<(string Name, byte[]? Content, string Where)> FolderMembers(string path, string[] files)
    {
        foreach (string folder in Folders(path)) yield return (Relative(path, folder), null, folder);
        foreach (string file in files)
        {
            string name = Relative(path, file);
            if (Place(name) is null || !Wanted(name, file)) continue;
            using FileStream stream = TarArchive.Open(file);
            if (stream.Length > LargestFile)
                throw new InvalidFileException(file, $"has {stream.Length} bytes; expected at most {LargestFile}");
            yield return (name, BoundedReader.Exactly(stream, (int)stream.Length, file, "content"), file);
        }
    }

    private static string[] Files(string path)
        => [.. s_splits.Select(split => Path.Combine(path, split)).Where(Directory.Exists)
            .SelectMany(split => Directory.EnumerateFiles(split, "*", s_everyFile)).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Folders(string path)
        => s_splits.Select(split => Path.Combine(path, split)).Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories)
        .Where(folder => !Path.GetFileName(folder).StartsWith('.'));

    private static string Relative(string path, string file) => Path.GetRelativePath(path, file).Replace('\\', '/');

    /// <summary>
    /// What file managers leave behind is passed over; any other file that is no image by name is an error, for a set with images missing
    /// would pass for whole.
    /// </summary>
    private static bool Wanted(string name, string where)
    {
        string file = Path.GetFileName(name);
        if (file.StartsWith('.') || file is "Thumbs.db" or "desktop.ini") return false;
        return IsImage(file) ? true : throw new InvalidFileException(where, "is no image by its name; expected .jpg, .jpeg or .png");
    }

    private static bool IsImage(string name) => Path.GetExtension(name).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png";

    private static string Fingerprint(string path, string[] files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in (string[])[.. Folders(path).Order(StringComparer.Ordinal), .. files])
        {
            var file = new FileInfo(name);
            hash.AppendData(Encoding.UTF8.GetBytes(
                $"{Relative(path, name)}\0{(file.Exists ? file.Length : -1)}\0{(file.Exists ? file.LastWriteTimeUtc.Ticks : 0)}\n"));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary><c>cifar10-images</c> of <c>/data/CIFAR10-images.tar.gz</c>: fit for the names of artifacts.</summary>
    private static string Slug(string path)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))).ToLowerInvariant();
        foreach (string end in (string[])[".gz", ".tgz", ".tar"])
        {
            if (name.EndsWith(end, StringComparison.Ordinal)) name = name[..^end.Length];
        }
        string slug = string.Join('-', new string([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')]).Split(' ',
            StringSplitOptions.RemoveEmptyEntries));
        return slug.Length == 0 ? "images" : slug;
    }
}
