using Strata.Activations;
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
        bool within = b is null;
        int done = 0, total = 0;
        void Step() => progress?.Report((++done, total));
        MeasuredModels models = MeasuredModels.Of(a, b, measure, options, UsualExamples,
            chosen => total = chosen.Sum(layers => layers.Length) + chosen[0].Length, Step, stop);
        MeasuredLayer[] rows = models.Layers[0], columns = models.Layers[^1];
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
        return new()
        {
            Measure = measure.Text,
            Values = values,
            StandardErrors = errors,
            LayersA = models.Shown(0),
            LayersB = models.Shown(models.Sources.Length - 1),
            Examples = models.Order(),
            ExampleSource = models.Sources[0].ExamplesHash,
            Undefined = models.Undefined(measure),
            Warnings = [.. models.Warnings(options)],
            Within = within,
        };
    }

    /// <summary>
    /// What it takes, in bytes: most measures keep a square of the examples of every layer, and some layers are held whole.
    /// </summary>
    /// <param name="features">Of each layer that is compared, of both models.</param>
    public static double Bytes(IReadOnlyCollection<long> features, int examples)
    {
        ArgumentNullException.ThrowIfNull(features);
        return (double)features.Count * examples * examples * sizeof(double) + MeasuredLayers.Bytes(features, examples);
    }
}
