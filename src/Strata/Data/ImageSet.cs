using Strata.Runtime;

namespace Strata.Data;

/// <summary>A set of labelled images, split into training and test examples.</summary>
public sealed record ImageSet
{
    /// <summary>Short name such as <c>cifar10</c>; part of artifact names.</summary>
    public required string Name { get; init; }

    /// <summary>Class names in order of label.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>
    /// What the folders of the classes are called, such as <c>n01440764</c>, where a file gives names to them; else the names.
    /// </summary>
    public IReadOnlyList<string> ClassFolders
    {
        get => field ?? Classes;
        init;
    }

    public required int Channels { get; init; }
    public required int Height { get; init; }
    public required int Width { get; init; }

    /// <summary>The byte that stands for full intensity: 255, or 16 for the digits. Networks see pixel / maximum.</summary>
    public required byte PixelMaximum { get; init; }

    public required Examples Train { get; init; }
    public required Examples Test { get; init; }

    /// <summary>SHA-256 in hexadecimal over sizes, pixels and labels of both splits: what content keys use.</summary>
    public required string Hash { get; init; }

    /// <summary>Where the images come from, with authors, licence or wish to be cited.</summary>
    public required string Citation { get; init; }

    /// <summary>What is odd but no error, such as files that were passed over: sentences that go on from the name of the source.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Images that were left out, each with what is wrong with it.</summary>
    public IReadOnlyList<string> Broken { get; init; } = [];

    /// <summary>What everybody who made something from the set should know.</summary>
    public IReadOnlyList<string> Warnings => Broken.Count == 0 ? []
        : [$"{Broken.Count} broken {(Broken.Count == 1 ? "image" : "images")} of {Name} left out"];

    /// <summary>What sizes the images have in their files, in words; null where they are no files.</summary>
    public string? Originals { get; init; }

    /// <summary>Whether images are decoded whenever they are asked for.</summary>
    public bool IsStreamed => Train is not HeldExamples;

    /// <summary>Memory that the images take, at most.</summary>
    public long Bytes => Train.Bytes + Test.Bytes;

    /// <summary>Bytes of one image.</summary>
    public int ImageBytes => Channels * Height * Width;

    /// <summary>Stops what works on test images before it begins.</summary>
    /// <exception cref="StrataException">There are none.</exception>
    public void RequireTest()
    {
        if (Test.Count > 0) return;
        throw new StrataException($"{Name} has no test split, and only 'strata train' and 'strata data' do without; "
            + "test/CLASS/ or val/CLASS/ beside train/ makes one");
    }
}
