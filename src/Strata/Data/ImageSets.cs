using Strata.Runtime;

namespace Strata.Data;

/// <summary>Opens a set of images by the name a user gives it.</summary>
public static class ImageSets
{
    /// <summary>
    /// Reads <c>digits</c>, <c>thumbs</c>, <c>cifar10:PATH</c>, <c>cifar100:PATH</c>, <c>imagefolder:PATH</c>, <c>imagefolder:PATH@SIZE</c>
    /// or <c>mnist:PATH</c>.
    /// </summary>
    /// <param name="source">The name.</param>
    /// <param name="say">Told what takes time and what is odd but no error, one sentence each.</param>
    /// <exception cref="InvalidOptionsException">There is no such kind of set.</exception>
    /// <exception cref="InvalidFileException">A file is missing, truncated, inconsistent or hostile.</exception>
    public static ImageSet Load(string source, Action<string>? say = null)
    {
        DataSource parsed = DataSource.Parse(source, out string? problem) ?? throw new InvalidOptionsException(problem!);
        return parsed.Kind switch
        {
            "digits" => EmbeddedSets.Digits(),
            "thumbs" => EmbeddedSets.Thumbs(),
            "cifar10" => CifarReader.Read(parsed.Path, CifarFormat.Cifar10, say),
            "cifar100" => CifarReader.Read(parsed.Path, CifarFormat.Cifar100, say),
            "mnist" => MnistReader.Read(parsed.Path),
            _ => ImageFolderReader.Read(parsed.Path, parsed.Resize, say),
        };
    }

    /// <summary>The file or folder that the name leads to, or null.</summary>
    public static string? PathOf(string source) => DataSource.Parse(source, out _) is { Path.Length: > 0 } parsed ? parsed.Path : null;

    /// <summary>What is wrong with the name, or null; whether files exist is not looked at.</summary>
    public static string? Problem(string source)
    {
        DataSource.Parse(source, out string? problem);
        return problem;
    }

    /// <summary>Puts a set together and computes its hash; the readers have checked lengths and labels.</summary>
    internal static ImageSet Create(string name, IReadOnlyList<string> classes, (int Channels, int Height, int Width) size,
        byte pixelMaximum, Examples train, Examples test, string citation)
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
        };
}
