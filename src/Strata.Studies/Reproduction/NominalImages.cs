using Strata.Data;

namespace Strata.Studies.Reproduction;

/// <summary>Image sets as the papers' scales have them, without images: for what a study costs, their sizes are enough.</summary>
internal static class NominalImages
{
    /// <param name="source">Of a study as it comes with the program.</param>
    public static ImageSet Of(string source) => source.Split(':')[0] switch
    {
        "cifar10" => Set("cifar10", size: 32, classes: 10, train: 50_000, test: 10_000),
        "cifar100" => Set("cifar100", size: 32, classes: 100, train: 50_000, test: 10_000),
        "tiny-imagenet" => Set("tiny-imagenet", size: 64, classes: 200, train: 100_000, test: 10_000),
        _ => ImageSets.Load(source),
    };

    private static ImageSet Set(string name, int size, int classes, int train, int test) => new()
    {
        Name = name,
        Classes = [.. Enumerable.Range(0, classes).Select(label => $"{label}")],
        Channels = 3,
        Height = size,
        Width = size,
        PixelMaximum = 255,
        Train = Labelled(train, classes),
        Test = Labelled(test, classes),
        Hash = name,
        Citation = "",
    };

    private static HeldExamples Labelled(int count, int classes)
        => new([], [.. Enumerable.Range(0, count).Select(example => example % classes)]);
}
