using System.Runtime.InteropServices;
using Strata.Arrays;
using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>Reads populations and labels from .npy files.</summary>
public static class PopulationFile
{
    /// <summary>Reads integers [models, examples], the predicted classes, or probabilities [models, examples, classes].</summary>
    /// <exception cref="InvalidFileException">Missing, of another shape or type, fewer than two models, NaN, or a class that cannot
    /// be.</exception>
    public static Population Read(string path)
    {
        using NpyReader reader = NpyFile.Open(path);
        string name = Path.GetFileNameWithoutExtension(path);
        if (reader.Shape is { Length: 2 or 3 } shape && shape.Aggregate(1.0, (product, length) => product * length) > Array.MaxLength)
            throw new InvalidFileException(path,
                $"has shape [{string.Join(", ", shape)}], more than the {Array.MaxLength} numbers that are read at "
                + $"once{(shape.Length == 3 ? "; the predicted classes [models, examples] are enough for all but the Jensen–Shannon "
                + "divergence" : "")}");
        // Right or wrong is no class, and the two look alike.
        if (reader.Type == "|b1")
            throw new InvalidFileException(path,
                "holds true and false, expected predicted classes; if these are the classes 0 and 1, write them as integers");
        switch (reader.Shape)
        {
            case [int models, int examples]:
                int[,] predictions = new int[models, examples];
                if (predictions.Length > 0)
                    reader.ReadAllInts().CopyTo(MemoryMarshal.CreateSpan(ref predictions[0, 0], predictions.Length));
                return Population.Problem(predictions) is { } problem ? throw new InvalidFileException(path, problem)
                    : new(name, predictions);
            case [int models, int examples, int classes]:
                return Probabilities(path, name, reader, new float[models, examples, classes]);
            default:
                throw new InvalidFileException(path,
                    $"has shape [{string.Join(", ", reader.Shape)}], expected classes [models, examples] or probabilities [models, "
                    + "examples, classes]");
        }
    }

    /// <summary>Reads the true classes, integers [examples].</summary>
    /// <exception cref="InvalidFileException">Missing, of another shape, empty, NaN, or a class that cannot be.</exception>
    public static int[] ReadLabels(string path)
    {
        using NpyReader reader = NpyFile.Open(path);
        if (reader.Shape is not [int examples])
            throw new InvalidFileException(path,
                $"has shape [{string.Join(", ", reader.Shape)}], expected [examples], the true class of each");
        if (examples == 0) throw new InvalidFileException(path, "holds no labels");
        int[] labels = reader.ReadAllInts();
        int wrong = Array.FindIndex(labels, label => label is < 0 or >= ClassGroups.MostClasses);
        return wrong < 0 ? labels : throw new InvalidFileException(path,
            $"holds label {labels[wrong]} at [{wrong}], expected classes from 0 to {ClassGroups.MostClasses - 1}");
    }

    private static Population Probabilities(string path, string name, NpyReader reader, float[,,] values)
    {
        (int models, int examples, int classes) = (values.GetLength(0), values.GetLength(1), values.GetLength(2));
        if (classes < 2)
            throw new InvalidFileException(path,
                $"has shape [{models}, {examples}, {classes}], expected probabilities of at least 2 classes");
        if (values.Length > 0) reader.ReadAllFloats().CopyTo(MemoryMarshal.CreateSpan(ref values[0, 0, 0], values.Length));
        for (int m = 0; m < models; m++)
        {
            for (int e = 0; e < examples; e++)
            {
                double sum = 0;
                for (int c = 0; c < classes; c++)
                {
                    if (!(values[m, e, c] is >= 0 and <= 1))
                        throw new InvalidFileException(path,
                            $"holds {values[m, e, c]} at [{m}, {e}, {c}], expected probabilities from 0 to 1");
                    sum += values[m, e, c];
                }
                if (Math.Abs(sum - 1) > 1e-3)
                    throw new InvalidFileException(path, $"holds probabilities that add up to {sum:0.####} at [{m}, {e}], expected 1");
            }
        }
        if (models < 2 || examples == 0)
            throw new InvalidFileException(path, $"has shape [{models}, {examples}, {classes}], expected at least 2 models and 1 example");
        return Population.FromProbabilities(name, values);
    }
}
