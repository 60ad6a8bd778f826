using Strata.Activations;
using Strata.Models;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Analysis;

/// <summary>
/// Every layer of a model with every layer of another, held against the same examples in shuffled orders (Gröger et al. 2026). The best
/// match of a layer is the largest of many values, and so is its chance: it is calibrated as a whole, with one permutation for all layers.
/// </summary>
public sealed record LayerCalibration
{
    /// <summary>
    /// How many examples are taken where nothing else is asked for. Time grows with their square, and with shuffles and pairs of layers.
    /// </summary>
    public const int UsualExamples = 500;

    /// <summary>How many shuffles there are where nothing else is asked for.</summary>
    public const int UsualShuffles = 200;

    public const int MostShuffles = 10_000;

    /// <summary>As <see cref="Similarity.Measures.Measure.Text"/> has it.</summary>
    public required string Measure { get; init; }

    public required int Shuffles { get; init; }

    public required IReadOnlyList<LayerInfo> LayersA { get; init; }

    public required IReadOnlyList<LayerInfo> LayersB { get; init; }

    /// <summary>[La, Lb]: what was observed; NaN where undefined.</summary>
    public required double[,] Values { get; init; }

    /// <summary>[La, Lb]: each pair's score beyond its own chance, 0 to 1; NaN where undefined.</summary>
    public required double[,] Calibrated { get; init; }

    /// <summary>[La, Lb]: each pair's p, of which none is below 1/(shuffles + 1); NaN where undefined.</summary>
    public required double[,] P { get; init; }

    /// <summary>[La]: for each layer of A the best of B.</summary>
    public required IReadOnlyList<CalibratedMatch> FromA { get; init; }

    /// <summary>[Lb]: for each layer of B the best of A.</summary>
    public required IReadOnlyList<CalibratedMatch> FromB { get; init; }

    /// <summary>The best of all pairs, by its layer of A.</summary>
    public required CalibratedMatch Best { get; init; }

    /// <summary>[1, examples].</summary>
    public required int[,] Examples { get; init; }

    /// <summary>What identifies the examples; null where nothing does.</summary>
    public string? ExampleSource { get; init; }

    public required IReadOnlyList<UndefinedLayer> Undefined { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>A map of the values, or of the scores: <see cref="Values"/>, <see cref="Calibrated"/>.</summary>
    /// <param name="values">[La, Lb].</param>
    public SimilarityMatrix Map(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[,] errors = new double[values.GetLength(0), values.GetLength(1)];
        for (int i = 0; i < errors.GetLength(0); i++)
            for (int j = 0; j < errors.GetLength(1); j++) errors[i, j] = double.NaN;
        return new()
        {
            Measure = Measure,
            Values = values,
            StandardErrors = errors,
            LayersA = LayersA,
            LayersB = LayersB,
            Examples = Examples,
            ExampleSource = ExampleSource,
            Undefined = Undefined,
            Warnings = Warnings,
            Within = false,
        };
    }

    /// <param name="a">Whose layers are the rows, and whose examples change places.</param>
    /// <param name="b">Whose layers are the columns.</param>
    /// <param name="measure">Not one of outputs; CKA is <see cref="LinearCka"/>.</param>
    /// <param name="options">Layers, examples, tokens and seed.</param>
    /// <param name="shuffles">K, 1 to <see cref="MostShuffles"/>; p is no less than 1/(K + 1).</param>
    /// <param name="progress">Told of every layer, and of every row of the matrix.</param>
    /// <param name="stop">Asked before every layer and value.</param>
    /// <exception cref="InvalidOptionsException">Options out of range, a measure of outputs, or more than memory holds.</exception>
    /// <exception cref="StrataException">The sources hold different examples.</exception>
    public static LayerCalibration Of(IActivationSource a, IActivationSource b, Measure measure, ComparisonOptions options,
        int shuffles = UsualShuffles, IProgress<(int Done, int Total)>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(b);
        if (shuffles is < 1 or > MostShuffles)
            throw new InvalidOptionsException($"shuffles: {shuffles} is not from 1 to {MostShuffles}");
        int done = 0, total = 0;
        void Step() => progress?.Report((++done, total));
        MeasuredModels models = MeasuredModels.Of(a, b, measure, options, UsualExamples, chosen =>
        {
            total = 2 * chosen[0].Length + chosen[1].Length;
            // A pair keeps its shuffles while its row is at work, a column the best of each.
            double bytes = sizeof(double) * (double)shuffles * chosen[1].Length * (ParallelRows.Parts + 1);
            if (bytes > 0.2 * MachineMemory.Bytes)
                throw new InvalidOptionsException(
                    $"shuffles: {shuffles} of {chosen[1].Length} layers take {bytes / 1e9:0.0} GB; take fewer");
        }, Step, stop);
        MeasuredLayer[] rows = models.Layers[0], columns = models.Layers[1];
        int[][] orders = [.. Enumerable.Range(0, shuffles).Select(shuffle
            => new RandomSequence(options.Seed, "calibration", shuffle).Permutation(models.Examples.Length))];
        double[,] values = new double[rows.Length, columns.Length], scores = new double[rows.Length, columns.Length],
            p = new double[rows.Length, columns.Length];
        var ofRows = new BestOfShuffles[rows.Length];
        BestOfShuffles[] ofColumns = [.. columns.Select(_ => new BestOfShuffles(measure, shuffles))];
        var ofAll = new BestOfShuffles(measure, shuffles);
        SideBySide.Run(rows.Length, ParallelRows.Parts, (_, i) => Row(rows[i]), (i, row) =>
        {
            ofRows[i] = new(measure, shuffles);
            for (int j = 0; j < columns.Length; j++)
            {
                values[i, j] = row[0, j];
                double[] shuffled = [.. Enumerable.Range(1, shuffles).Select(k => row[k, j])];
                RowShuffleNull chance = Chance(measure, shuffled, row[0, j]);
                (scores[i, j], p[i, j]) = (chance.Calibrated ?? double.NaN, chance.P ?? double.NaN);
                ofRows[i].Add(j, row[0, j], shuffled);
                ofColumns[j].Add(i, row[0, j], shuffled);
                ofAll.Add(i, row[0, j], shuffled);
            }
            Step();
        });
        CalibratedMatch best = ofAll.Match(0);
        return new()
        {
            Measure = measure.Text,
            Shuffles = shuffles,
            LayersA = models.Shown(0),
            LayersB = models.Shown(1),
            Values = values,
            Calibrated = scores,
            P = p,
            FromA = [.. ofRows.Select((row, i) => row.Match(i))],
            FromB = [.. ofColumns.Select((column, j) => column.Match(j))],
            Best = best.Match is { } layer ? best with { Layer = layer, Match = ofRows[layer].Match(layer).Match } : best,
            Examples = models.Order(),
            ExampleSource = models.Sources[0].ExamplesHash,
            Undefined = models.Undefined(measure),
            Warnings = [.. models.Warnings(options)],
        };

        // [1 + shuffles, columns], as observed and shuffled; NaN where undefined.
        double[,] Row(MeasuredLayer layer)
        {
            double[,] row = new double[1 + shuffles, columns.Length];
            for (int k = 0; k <= shuffles; k++)
            {
                MeasuredLayer moved = k == 0 || layer is UndefinedMeasuredLayer ? layer : layer.Permuted(orders[k - 1]);
                for (int j = 0; j < columns.Length; j++)
                {
                    stop.ThrowIfCancellationRequested();
                    row[k, j] = measure.Between(moved, columns[j]).Value ?? double.NaN;
                }
            }
            return row;
        }
    }

    private static RowShuffleNull Chance(Measure measure, double[] shuffled, double observed)
        => RowShuffleNull.Of(shuffled.Select(value => double.IsNaN(value) ? (double?)null : value),
            double.IsNaN(observed) ? null : observed, measure.Traits.OfEqual, measure.Traits.IsDistance);

    /// <summary>The most alike of several layers, as observed and in every shuffle.</summary>
    private sealed class BestOfShuffles(Measure measure, int shuffles)
    {
        private readonly double[] _shuffled = [.. Enumerable.Repeat(double.NaN, shuffles)];
        private double _observed = double.NaN;
        private int? _other;

        public void Add(int other, double observed, double[] shuffled)
        {
            if (IsBetter(observed, _observed)) (_observed, _other) = (observed, other);
            for (int k = 0; k < shuffled.Length; k++)
                if (IsBetter(shuffled[k], _shuffled[k])) _shuffled[k] = shuffled[k];
        }

        public CalibratedMatch Match(int layer)
        {
            if (_other is null) return new(layer, null, null, null, null, null);
            RowShuffleNull chance = Chance(measure, _shuffled, _observed);
            return new(layer, _other, _observed, chance.Threshold, chance.Calibrated, chance.P);
        }

        private bool IsBetter(double value, double than)
            => !double.IsNaN(value) && (double.IsNaN(than) || (measure.Traits.IsDistance ? value < than : value > than));
    }
}
