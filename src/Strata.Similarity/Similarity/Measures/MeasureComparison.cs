using Strata.Activations;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Similarity.Measures;

/// <summary>Every layer of a model with every layer of the same or another one, by a measure that sees all examples at once.</summary>
public static class MeasureComparison
{
    /// <summary>How many examples are compared where nothing else is asked for: time and memory grow with their square.</summary>
    public const int UsualExamples = 1000;

    /// <param name="a">Whose layers are the rows.</param>
    /// <param name="b">Whose layers are the columns; null: those of <paramref name="a"/>.</param>
    /// <param name="measure">Not one of outputs.</param>
    /// <param name="options">Layers, examples, tokens and seed; the rest is of CKA alone.</param>
    /// <param name="progress">Told of every layer, and of every row of the matrix.</param>
    /// <param name="stop">Asked before every layer and value.</param>
    /// <exception cref="InvalidOptionsException">Options out of range, a measure of outputs, or more than memory holds.</exception>
    /// <exception cref="StrataException">The sources hold different examples.</exception>
    public static SimilarityMatrix Compare(IActivationSource a, IActivationSource? b, Measure measure, ComparisonOptions options,
        IProgress<(int Done, int Total)>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (measure.Traits.IsOfOutputs)
        {
            throw new InvalidOptionsException(
                $"measure: {measure.Name} compares outputs, not layers; strata similarity takes them as arrays");
        }
        IActivationSource[] sources = [.. new[] { a, b }.OfType<IActivationSource>()];
        if (options.Tokens != TokenChoice.Flatten) sources = [.. sources.Select(source => new TokenSource(source, options.Tokens))];
        ComparedExamples.RequireSame(sources);
        int[] examples = ComparedExamples.Choose(sources[0], options.MaxExamples ?? UsualExamples, options.Seed);
        int[][] chosen = [.. sources.Select(source => LayerSelection.Select(source.Layers, options.Layers))];
        CheckMemory(chosen.Sum(layers => layers.Length), examples.Length);

        bool within = b is null;
        int done = 0, total = chosen.Sum(layers => layers.Length) + chosen[0].Length;
        void Step() => progress?.Report((++done, total));
        MeasuredLayer[][] layers =
            [.. sources.Select((source, s) => MeasuredLayers.Of(source, chosen[s], examples, measure, Step, stop))];
        MeasuredLayer[] rows = layers[0], columns = layers[^1];
        double[,] values = new double[rows.Length, columns.Length], errors = new double[rows.Length, columns.Length];
        bool mirrored = within && measure.Traits.IsSymmetric;
        // A thread for each row: LAPACK then stays on it, and every value has the same bits for any number of threads.
        SideBySide.Run(rows.Length, ParallelRows.Parts, (_, i) => Row(i), (i, row) =>
        {
            for (int j = 0; j < row.Length; j++) values[i, j] = row[j];
            Step();
        });

        double[] Row(int i)
        {
            double[] row = new double[columns.Length];
            for (int j = mirrored ? i : 0; j < row.Length; j++)
            {
                stop.ThrowIfCancellationRequested();
                double? value = measure.Between(rows[i], columns[j]).Value;
                row[j] = value is null ? double.NaN : within && i == j ? measure.Traits.OfEqual : value.Value;
            }
            return row;
        }
        for (int i = 0; i < rows.Length; i++)
            for (int j = 0; j < columns.Length; j++)
            {
                if (mirrored && j < i) values[i, j] = values[j, i];
                errors[i, j] = double.NaN;
            }

        int[,] order = new int[1, examples.Length];
        for (int i = 0; i < examples.Length; i++) order[0, i] = examples[i];
        LayerInfo[] Shown(int s) => [.. chosen[s].Select((layer, i) => sources[s].Layers[layer] with { Index = i })];
        return new()
        {
            Measure = measure.Text,
            Values = values,
            StandardErrors = errors,
            LayersA = Shown(0),
            LayersB = Shown(sources.Length - 1),
            Examples = order,
            ExampleSource = sources[0].ExamplesHash,
            Undefined =
            [
                .. from s in Enumerable.Range(0, sources.Length)
                   from layer in Shown(s)
                   let reason = Problem(measure, layers[s][layer.Index])
                   where reason is not null
                   select new UndefinedLayer(sources[s].Name, layer.Name, reason),
            ],
            Warnings = examples.Length < sources[0].ExampleCount && options.MaxExamples is null
                ? [$"{examples.Length} of {sources[0].ExampleCount} examples; maxExamples takes more"] : [],
            Within = within,
        };
    }

    /// <summary>Why a layer has no value even with itself; null where it has.</summary>
    private static string? Problem(Measure measure, MeasuredLayer layer)
        => layer is UndefinedMeasuredLayer undefined ? undefined.Problem : measure.Between(layer, layer).Reason;

    /// <summary>What it keeps, in bytes: most measures keep a square of the examples of every layer.</summary>
    public static double Bytes(int layers, int examples) => (double)layers * examples * examples * sizeof(double);

    private static void CheckMemory(int layers, int examples)
    {
        double bytes = Bytes(layers, examples), available = MachineMemory.Bytes;
        if (bytes > 0.6 * available)
            throw new InvalidOptionsException(
                $"maxExamples: {layers} layers over {examples} examples take about {bytes / 1e9:0.0} GB, more than 60 % of the "
                + $"{available / 1e9:0.0} GB that this process may use; take fewer examples or layers");
    }
}
