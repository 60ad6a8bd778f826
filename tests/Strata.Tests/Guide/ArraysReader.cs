using Strata.Arrays;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Reads train-images.npy, train-labels.npy, test-images.npy and test-labels.npy of a folder: whole numbers from 0 to 255.
/// </summary>
internal static class ArraysReader
{
    private const int LargestSide = 4096, MostClasses = 100_000;

    /// <exception cref="InvalidFileException">A file is missing, of another shape than the others, or out of range.</exception>
    public static ImageSet Read(string folder)
    {
        (HeldExamples train, int[] size) = Split(folder, "train", null);
        (HeldExamples test, _) = Split(folder, "test", size);
        int classes = train.Labels.Concat(test.Labels).Max() + 1;
        return ImageSets.Create("arrays", [.. Enumerable.Range(0, classes).Select(label => $"{label}")], (size[0], size[1], size[2]),
            255, train, test, $"the arrays in {folder}");
    }

    private static (HeldExamples Examples, int[] Size) Split(string folder, string split, int[]? expected)
    {
        string path = Path.Combine(folder, $"{split}-images.npy"), beside = Path.Combine(folder, $"{split}-labels.npy");
        // Opening holds the header against the length of the file: nothing is allocated that a header merely claims.
        using NpyReader images = NpyFile.Open(path), labels = NpyFile.Open(beside);
        int[] shape = images.Shape;
        if (shape is not [> 0, 1 or 3, > 0 and <= LargestSide, > 0 and <= LargestSide] || shape[2] != shape[3])
            throw new InvalidFileException(path, $"has shape [{string.Join(", ", shape)}], expected [images, 1 or 3, side, side]");
        if (expected is not null && !expected.AsSpan().SequenceEqual(shape.AsSpan(1)))
        {
            throw new InvalidFileException(path,
                $"has images of {string.Join('×', shape[1..])}, expected {string.Join('×', expected)} as in training");
        }
        if (labels.Shape is not [int count] || count != shape[0])
            throw new InvalidFileException(beside, $"has shape [{string.Join(", ", labels.Shape)}], expected [{shape[0]}]");

        double[] values = images.ReadAll();
        int wrong = Array.FindIndex(values, value => !(value is >= 0 and <= 255) || value != Math.Floor(value));
        if (wrong >= 0) throw new InvalidFileException(path, $"has {values[wrong]} at place {wrong}, expected whole numbers from 0 to 255");
        int[] classes = labels.ReadAllInts();
        int least = classes.Min(), most = classes.Max();
        if (least < 0 || most >= MostClasses)
            throw new InvalidFileException(beside, $"has labels from {least} to {most}, expected 0 to {MostClasses - 1}");
        return (new([.. values.Select(value => (byte)value)], classes), shape[1..]);
    }
}
