using System.Runtime.InteropServices;
using Strata.Arrays;
using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>Reads populations and labels from .npy files.</summary>
public static class PopulationFile
{
    /// <summary>Probabilities of more numbers than this are read by slices for their classes alone.</summary>
    private const long MostKept = 1L << 28;

    /// <summary>Reads one file: integers [models, examples], the predicted classes, or probabilities [models, examples, classes].</summary>
    /// <exception cref="InvalidFileException">Missing, of another shape or type, fewer than two models, NaN, or a class that cannot
    /// be.</exception>
    public static Population Read(string path) => Read([path]);

    /// <summary>
    /// Reads the models of one population, in the order of the files: integers [examples], of one model each, or [models, examples];
    /// probabilities in floating point [examples, classes], as <c>strata predict</c> writes them, or [models, examples, classes].
    /// </summary>
    /// <remarks>
    /// A single file with two dimensions holds [models, examples] whatever its type. Probabilities are kept for the Jensen–Shannon
    /// divergence where all files have them and they take no more than 1 GiB; else each file is read by slices.
    /// </remarks>
    /// <param name="paths">Files, at least one.</param>
    /// <param name="progress">Told how many files have been read.</param>
    /// <exception cref="InvalidFileException">As <see cref="Read(string)"/>, or files of different test sets.</exception>
    public static Population Read(IReadOnlyList<string> paths, IProgress<int>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count);
        PopulationPart[] parts = [.. paths.Select(path => PopulationPart.Describe(path, alone: paths.Count == 1))];
        PopulationPart first = parts[0];
        foreach (PopulationPart part in parts)
        {
            if (part.Examples != first.Examples)
                throw new InvalidFileException(part.Path,
                    $"holds predictions for {part.Examples} examples, and {Foreign.Path(first.Path)} for {first.Examples}: expected the "
                    + "same test set in all");
            if ((part.Classes ?? first.Classes) != (first.Classes ?? part.Classes))
                throw new InvalidFileException(part.Path,
                    $"holds probabilities of {part.Classes} classes, and {Foreign.Path(first.Path)} of {first.Classes}: expected the same "
                    + "classes in all");
        }
        long models = parts.Sum(part => (long)part.Models), numbers = models * first.Examples;
        if (models < 2)
            throw new InvalidFileException(first.Path,
                $"holds the predictions of {models} {(models == 1 ? "model" : "models")}, expected at least 2: a population has a spread");
        if (first.Examples == 0) throw new InvalidFileException(first.Path, "holds no examples");
        if (numbers > Array.MaxLength)
            throw new InvalidFileException(first.Path, $"holds {numbers} predictions, more than {Array.MaxLength}");

        int? classes = parts.Select(part => part.Classes).Max();
        bool kept = parts.All(part => part.Classes is not null) && (double)numbers * classes <= MostKept;
        int[,] predictions = new int[models, first.Examples];
        float[,,]? probabilities = kept ? new float[models, first.Examples, classes!.Value] : null;
        int model = 0;
        foreach (var (index, part) in parts.Index())
        {
            stop.ThrowIfCancellationRequested();
            int size = part.Models * first.Examples;
            Span<float> room = kept && size > 0
                ? MemoryMarshal.CreateSpan(ref probabilities![model, 0, 0], size * classes!.Value) : [];
            if (size > 0) part.Fill(MemoryMarshal.CreateSpan(ref predictions[model, 0], size), room, stop);
            model += part.Models;
            progress?.Report(index + 1);
        }
        return new(NameOf(paths), predictions, probabilities) { Classes = classes };
    }

    /// <summary>The .npy files that are meant: a folder stands for all of its own, in ordinal order.</summary>
    /// <exception cref="InvalidFileException">A folder without any.</exception>
    public static IReadOnlyList<string> Files(IEnumerable<string> filesAndFolders)
    {
        ArgumentNullException.ThrowIfNull(filesAndFolders);
        return [.. filesAndFolders.SelectMany(path =>
        {
            if (!Directory.Exists(path)) return [path];
            string[] files = [.. Directory.GetFiles(path, "*.npy").Order(StringComparer.Ordinal)];
            return files.Length > 0 ? files : throw new InvalidFileException(path, "is a folder without .npy files");
        })];
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

    /// <summary>What the names of the files have in common, else that of their folder.</summary>
    private static string NameOf(IReadOnlyList<string> paths)
    {
        string name = Path.GetFileNameWithoutExtension(paths[0]);
        if (paths.Count == 1) return name;
        foreach (string other in paths.Select(path => Path.GetFileNameWithoutExtension(path)))
            name = name[..name.AsSpan().CommonPrefixLength(other)];
        name = name.TrimEnd('-', '_', '.', ' ');
        return name.Length > 0 ? name : Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(paths[0]))) ?? paths[0];
    }
}
