using Strata.Runtime;

namespace Strata.Data;

/// <summary>A set of labelled images in memory, split into training and test examples.</summary>
public sealed record ImageSet
{
    /// <summary>Short name such as <c>cifar10</c>; part of artifact names.</summary>
    public required string Name { get; init; }

    /// <summary>Class names in order of label.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

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

    /// <summary>Bytes of all images.</summary>
    public long Bytes => Train.Pixels.LongLength + Test.Pixels.LongLength;

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
