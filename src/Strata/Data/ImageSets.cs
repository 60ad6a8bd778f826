using Strata.Runtime;

namespace Strata.Data;

/// <summary>Opens a set of images by the name a user gives it.</summary>
public static class ImageSets
{
    /// <summary>What a user may name, in words.</summary>
    public const string Sources = "digits, thumbs, cifar10:PATH, cifar100:PATH, imagefolder:PATH[@SIZE], tiny-imagenet:PATH or mnist:PATH";

    /// <summary>What each kind of name is or, before a path, begins with.</summary>
    internal static IEnumerable<string> Starts => DataSource.Starts;

    /// <summary>
    /// Reads <c>digits</c>, <c>thumbs</c>, <c>cifar10:PATH</c>, <c>cifar100:PATH</c>, <c>imagefolder:PATH</c>,
    /// <c>imagefolder:PATH@SIZE</c>, <c>tiny-imagenet:PATH</c> or <c>mnist:PATH</c>.
    /// </summary>
    /// <param name="source">The name.</param>
    /// <param name="options">Who is told what, whether a kept copy will do, and what ends the reading; null for none of it.</param>
    /// <exception cref="InvalidOptionsException">There is no such kind of set.</exception>
    /// <exception cref="InvalidFileException">A file is missing, truncated, inconsistent or hostile.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ImageSet Load(string source, LoadOptions? options = null)
    {
        DataSource parsed = DataSource.Parse(source, out string? problem) ?? throw new InvalidOptionsException(problem!);
        options ??= new();
        if (options.Reading.Stream == StreamChoice.Always && !parsed.IsFiles)
        {
            throw new InvalidOptionsException(
                $"stream: {parsed.Kind} is one array and cannot be streamed; imagefolder and tiny-imagenet can");
        }
        ImageSet set = parsed.Kind switch
        {
            "digits" => EmbeddedSets.Digits(),
            "thumbs" => EmbeddedSets.Thumbs(),
            "cifar10" => CifarReader.Read(parsed.Path, CifarFormat.Cifar10, options),
            "cifar100" => CifarReader.Read(parsed.Path, CifarFormat.Cifar100, options),
            "mnist" => MnistReader.Read(parsed.Path, options),
            _ => ImageFolderReader.Read(parsed, options),
        };
        // Files as they were read are as large as the images.
        FreeMemory.Collect(set.Bytes);
        // Also those of a kept copy: what was odd when it was made still is.
        foreach (string note in set.Notes) options.Say?.Invoke($"{Foreign.Path(parsed.Path)} {note}.");
        if (set.Broken.Count > 0)
        {
            options.Say?.Invoke(
                $"{Foreign.Path(parsed.Path)} has broken images, which are left out: {set.Broken.Count}, the first {set.Broken[0]}.");
        }
        return set;
    }

    /// <summary>The file or folder that the name leads to, or null.</summary>
    public static string? PathOf(string source) => DataSource.Parse(source, out _) is { Path.Length: > 0 } parsed ? parsed.Path : null;

    /// <summary>Whether a file of this path would lie in a split of a folder of images.</summary>
    public static bool HoldsImages(string source, string path)
    {
        if (DataSource.Parse(source, out _) is not { IsFiles: true, Path: var set } || !Directory.Exists(set)) return false;
        string within = Path.GetRelativePath(FilePlace.Real(set), FilePlace.Real(path));
        string[] folders = within.Split(Path.DirectorySeparatorChar)[..^1];
        return !Path.IsPathRooted(within) && !folders.Contains("..") && folders.Any(ImageFolderLayout.IsSplit);
    }

    /// <summary>What is wrong with the name, or null; whether files exist matters only where a name ends like a size.</summary>
    public static string? Problem(string source)
    {
        DataSource.Parse(source, out string? problem);
        return problem;
    }

    /// <summary>Puts a set together and computes its hash; the readers have checked lengths and labels.</summary>
    internal static ImageSet Create(string name, IReadOnlyList<string> classes, (int Channels, int Height, int Width) size,
        byte pixelMaximum, HeldExamples train, HeldExamples test, string citation, IReadOnlyList<string>? notes = null)
        => new()
        {
            Name = name,
            Classes = classes,
            Channels = size.Channels,
            Height = size.Height,
            Width = size.Width,
            PixelMaximum = pixelMaximum,
            Train = train,
            Test = test,
            Hash = ImageSetHash.Of(classes.Count, size.Channels, size.Height, size.Width, pixelMaximum, train, test),
            Citation = citation,
            Notes = notes ?? [],
        };
}
