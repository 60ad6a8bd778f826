using System.Numerics;
using System.Runtime.CompilerServices;
using Strata.Arrays;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Activations;

/// <summary>
/// Activations that something else computed: a folder with <c>layers.json</c> (a list of layers, each with the <c>file</c> that holds it),
/// one .npy [examples, ...] per layer, read by rows as they are wanted, and perhaps <c>labels.npy</c> [examples].
/// </summary>
public sealed class ArrayFolder : IActivationSource
{
    private readonly string[] _files;
    private readonly double[] _roundoffs;

    private ArrayFolder(string name, IReadOnlyList<LayerInfo> layers, string[] files, double[] roundoffs, int examples, int[]? labels)
        => (Name, Layers, _files, _roundoffs, ExampleCount, Labels) = (name, layers, files, roundoffs, examples, labels);

    public string Name { get; }

    public IReadOnlyList<LayerInfo> Layers { get; }

    public int ExampleCount { get; }

    public IReadOnlyList<int>? Labels { get; }

    /// <summary>Null: nothing in the folder says which examples these are.</summary>
    public string? ExamplesHash => null;

    /// <summary>Reads the list of layers and checks every array's header against it.</summary>
    /// <exception cref="InvalidFileException">A file is missing, outside the folder, of another shape than its layer, or over another
    /// number of examples.</exception>
    public static ArrayFolder Open(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)), list = Path.Combine(directory, "layers.json");
        if (!Directory.Exists(folder)) throw new InvalidFileException(directory, "is no folder of activations");
        IReadOnlyList<(LayerInfo Layer, string File)> entries = LayerList.ReadWithFiles(list);
        if (entries.Count == 0) throw new InvalidFileException(list, "lists no layers");

        string[] files = [.. entries.Select(entry => Inside(folder, entry.File)
            ?? throw new InvalidFileException(list,
                $"layer {entry.Layer.Index} ({Foreign.Words(entry.Layer.Name)}) has the file {Foreign.Quoted(entry.File)}, expected one "
                + "inside the folder"))];
        int examples = 0;
        double[] roundoffs = new double[files.Length];
        for (int i = 0; i < files.Length; i++)
        {
            using NpyReader reader = OpenLayer(files[i], entries[i].Layer, i == 0 ? null : examples);
            (examples, roundoffs[i]) = (reader.Rows, reader.Roundoff);
        }
        if (examples == 0) throw new InvalidFileException(files[0], "holds no examples");
        return new(Path.GetFileName(folder), [.. entries.Select(entry => entry.Layer)], files, roundoffs, examples,
            ReadLabels(Path.Combine(folder, "labels.npy"), examples));
    }

    public double Roundoff(int layer) => _roundoffs[layer];

    /// <inheritdoc/>
    /// <exception cref="InvalidFileException">A file changed since the folder was opened, or holds NaN or an infinity.</exception>
    /// <exception cref="StrataException">A layer of so many examples is more than 2 GiB.</exception>
    public void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, LayerOutput> visit)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(visit);
        foreach (int index in wanted)
        {
            // Opened anew for each visit: a deep network has more layers than a process may hold files open.
            using NpyReader reader = OpenLayer(_files[index], Layers[index], ExampleCount);
            int[] shape = [examples.Length, .. Layers[index].Shape];
            if (reader.Roundoff < UnitRoundoff.OfSingle) visit(index, new(Gather<double>(reader, examples, Layers[index]), shape));
            else visit(index, new(Gather<float>(reader, examples, Layers[index]), shape));
        }
    }

    private T[] Gather<T>(NpyReader reader, ReadOnlySpan<int> examples, LayerInfo layer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (examples.Length * layer.Features * Unsafe.SizeOf<T>() > int.MaxValue)
            throw new StrataException($"{examples.Length} examples of {layer.Name} in {Name} take more than 2 GiB: choose a smaller batch");
        T[] values = GC.AllocateUninitializedArray<T>(examples.Length * (int)layer.Features);
        reader.GatherRows(examples, values);
        for (int i = 0; i < values.Length; i++)
            if (!T.IsFinite(values[i]))
                throw new InvalidFileException(reader.Path,
                    $"holds {values[i]} in example {examples[(int)(i / layer.Features)]}, expected finite numbers");
        return values;
    }

    public void Dispose() { }

    /// <summary>The path of a file that stays inside the folder, or null.</summary>
    private static string? Inside(string folder, string file)
    {
        string path = Path.GetFullPath(Path.Combine(folder, file));
        return !Path.IsPathRooted(file)
            && path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar,
                StringComparison.Ordinal) ? path : null;
    }

    private static NpyReader OpenLayer(string path, LayerInfo layer, int? examples)
    {
        NpyReader reader = NpyFile.Open(path);
        string? problem = reader.Shape.Length == 0 || !reader.Shape.AsSpan(1).SequenceEqual(layer.Shape)
            ? $"has shape {NpyHeader.Describe(reader.Shape)}, expected "
            + $"[examples{string.Concat(layer.Shape.Select(size => $", {size}"))}] for {layer.Name}"
            : examples is not null && reader.Rows != examples
            ? $"holds {reader.Rows} examples, expected {examples} as in the layer before" : null;
        if (problem is null) return reader;
        reader.Dispose();
        throw new InvalidFileException(path, problem);
    }

    private static int[]? ReadLabels(string path, int examples)
    {
        if (!File.Exists(path)) return null;
        using NpyReader reader = NpyFile.Open(path);
        if (reader.Shape is not [int count] || count != examples)
            throw new InvalidFileException(path, $"has shape {NpyHeader.Describe(reader.Shape)}, expected [{examples}]");
        int[] labels = reader.ReadAllInts();
        int negative = Array.FindIndex(labels, label => label < 0);
        return negative < 0 ? labels
            : throw new InvalidFileException(path, $"holds the label {labels[negative]} for example {negative}, expected integers from 0");
    }
}
