using Strata.Arrays;
using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>One file of a population.</summary>
/// <param name="Classes">Of probabilities; null where it holds classes.</param>
internal sealed record PopulationPart(string Path, int Models, int Examples, int? Classes)
{
    /// <summary>
    /// Probabilities that are read at once: enough for long runs in Fortran order, where the numbers of each class lie together.
    /// </summary>
    public int Slice { get; init; } = 1 << 24;

    /// <param name="alone">Whether it is the only file, which has a dimension of models.</param>
    /// <exception cref="InvalidFileException">Missing, no .npy file, or of another shape or type than predictions have.</exception>
    public static PopulationPart Describe(string path, bool alone)
    {
        using NpyReader reader = NpyFile.Open(path);
        // Right or wrong is no class, and the two look alike.
        if (reader.Type == "|b1")
            throw new InvalidFileException(path,
                "holds true and false, expected predicted classes; if these are the classes 0 and 1, write them as integers");
        PopulationPart part = reader.Shape switch
        {
            [int models, int examples, int classes] => new(path, models, examples, classes),
            [int examples, int classes] when !alone && reader.Type.Contains('f', StringComparison.Ordinal)
                => new(path, 1, examples, classes),
            [int models, int examples] => new(path, models, examples, null),
            [int examples] when !alone => new(path, 1, examples, null),
            _ => throw new InvalidFileException(path,
                $"has shape [{string.Join(", ", reader.Shape)}], expected classes [models, examples] or probabilities [models, examples, "
                + "classes]" + (alone ? ", or several files with those of one model each"
                    : ", or those of one model, [examples] or [examples, classes]")),
        };
        // Without models no number bears out what a shape says of examples and classes.
        if (part.Models == 0)
            throw new InvalidFileException(path,
                $"has shape [{string.Join(", ", reader.Shape)}], expected the predictions of at least 1 model");
        return part.Classes is < 2 or > ClassGroups.MostClasses
            ? throw new InvalidFileException(path,
                $"has shape [{string.Join(", ", reader.Shape)}], expected probabilities of 2 to {ClassGroups.MostClasses} classes")
            : part;
    }

    /// <summary>Reads the file's models.</summary>
    /// <param name="predictions">[models, examples]: the most probable class where it holds probabilities, of equals the first.</param>
    /// <param name="probabilities">[models, examples, classes], or empty where they are not to be kept.</param>
    /// <exception cref="InvalidFileException">What it holds are no classes and no probabilities.</exception>
    public void Fill(Span<int> predictions, Span<float> probabilities, CancellationToken stop)
    {
        using NpyReader reader = NpyFile.Open(Path);
        if (Classes is not { } classes)
        {
            reader.ReadAllInts().CopyTo(predictions);
            for (int i = 0; i < predictions.Length; i++)
            {
                if (predictions[i] is < 0 or >= ClassGroups.MostClasses)
                    throw new InvalidFileException(Path,
                        $"predicts class {predictions[i]} at {Place(i)}, expected classes from 0 to {ClassGroups.MostClasses - 1}");
            }
            return;
        }
        // By examples, whosever they are: a model's may be many, and in Fortran order they are scattered over the whole file.
        int most = Math.Min(Math.Max(1, Slice / classes), predictions.Length);
        float[] slice = new float[most * classes];
        for (int start = 0, count; start < predictions.Length; start += count)
        {
            stop.ThrowIfCancellationRequested();
            count = Math.Min(most, predictions.Length - start);
            reader.ReadFloatVectors(start, slice.AsSpan(0, count * classes));
            for (int i = 0; i < count; i++)
            {
                // In Fortran order the model runs fastest.
                int at = reader.Fortran ? (start + i) % Models * Examples + (start + i) / Models : start + i;
                Span<float> example = slice.AsSpan(i * classes, classes);
                predictions[at] = MostProbable(example, at);
                if (!probabilities.IsEmpty) example.CopyTo(probabilities[(at * classes)..]);
            }
        }
    }

    private int MostProbable(ReadOnlySpan<float> probabilities, int index)
    {
        double sum = 0;
        int best = 0;
        for (int c = 0; c < probabilities.Length; c++)
        {
            float value = probabilities[c];
            if (!(value is >= 0 and <= 1))
                throw new InvalidFileException(Path, $"holds {value} at {Place(index, c)}, expected probabilities from 0 to 1");
            if (value > probabilities[best]) best = c;
            sum += value;
        }
        return Math.Abs(sum - 1) <= 1e-3 ? best
            : throw new InvalidFileException(Path, $"holds probabilities that add up to {sum:0.####} at {Place(index)}, expected 1");
    }

    private string Place(int index, int? last = null)
    {
        string example = Models == 1 ? $"{index}" : $"{index / Examples}, {index % Examples}";
        return last is null ? $"[{example}]" : $"[{example}, {last}]";
    }
}
