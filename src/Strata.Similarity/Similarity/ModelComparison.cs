using System.Diagnostics;
using Strata.Activations;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>
/// Minibatch CKA (unbiased, linear; Song et al. 2012, P1 eq. 2) of every layer with every other, within a model and across models, in one
/// streaming pass over the examples, or several. The sums of a pass can be kept as files: a comparison then goes on where it was stopped,
/// and processes or machines can share its passes.
/// </summary>
public static class ModelComparison
{
    /// <summary>More than a pass has, where memory is asked for before the examples are known.</summary>
    private const int MostBatches = 1_000_000;

    /// <summary>One model's layers with each other, or with those of another model.</summary>
    /// <param name="a">Whose layers are the rows.</param>
    /// <param name="b">Whose layers are the columns; null: those of <paramref name="a"/>.</param>
    /// <param name="options">How they are compared; null: as the command line does.</param>
    /// <param name="progress">Told of every batch.</param>
    /// <param name="stop">Asked before every layer.</param>
    /// <exception cref="InvalidOptionsException">Options out of range, or a comparison that does not fit into memory.</exception>
    /// <exception cref="StrataException">The sources hold different examples.</exception>
    public static SimilarityMatrix Compare(IActivationSource a, IActivationSource? b = null, ComparisonOptions? options = null,
        IProgress<ComparisonProgress>? progress = null, CancellationToken stop = default)
        => Compare(b is null ? [a] : [a, b], [(0, b is null ? 0 : 1)], options ?? new(), progress, stop: stop)[0];

    /// <summary>Several pairs of models, each of which runs every batch once.</summary>
    /// <param name="sources">The models.</param>
    /// <param name="pairs">Which sources to compare, by index; (a, a) is within a model.</param>
    /// <param name="options">How they are compared.</param>
    /// <param name="progress">Told of every batch.</param>
    /// <param name="largestLayer">
    /// Features of the largest layer, which decides whether each thread takes batches of its own and so the last bits; null: as in the
    /// sources. What is part of a larger comparison gives that of the whole.
    /// </param>
    /// <param name="kept">
    /// Where the sums of each pair are kept: passes that are there are not summed again, others are written as they end. Null: nowhere.
    /// </param>
    /// <param name="stop">Asked before every layer.</param>
    /// <returns>A matrix for each pair, in the same order; the same bits whoever has summed which pass on such a processor.</returns>
    /// <exception cref="InvalidOptionsException">Options out of range, or a comparison that does not fit into memory.</exception>
    /// <exception cref="StrataException">The sources hold different examples.</exception>
    /// <exception cref="UnusableStateException">A file of sums is damaged, or of another comparison.</exception>
    public static IReadOnlyList<SimilarityMatrix> Compare(
        IReadOnlyList<IActivationSource> sources, IReadOnlyList<(int A, int B)> pairs, ComparisonOptions options,
        IProgress<ComparisonProgress>? progress = null, long? largestLayer = null, IReadOnlyList<PassFiles>? kept = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        sources = Checked(sources, pairs, options);
        var warnings = new List<string>();
        if (TokenSource.Warning(sources, layers => LayerSelection.Select(layers, options.Layers)) is { } idle) warnings.Add(idle);
        int[,] order = ComparedExamples.Order(sources[0], options, warnings);
        return Compare(sources, pairs, options, order, warnings, progress, largestLayer, kept, stop);
    }

    /// <summary>Sums the passes of a share, as far as they are not there, and keeps them for whoever makes the matrices.</summary>
    /// <param name="sources">The models.</param>
    /// <param name="pairs">Which sources to compare, by index; (a, a) is within a model.</param>
    /// <param name="options">How they are compared.</param>
    /// <param name="kept">Where the sums of each pair are kept.</param>
    /// <param name="shard">Which passes.</param>
    /// <param name="progress">Told of every batch.</param>
    /// <param name="largestLayer">As of a comparison.</param>
    /// <param name="stop">Asked before every layer.</param>
    /// <returns>How many passes the share has.</returns>
    /// <exception cref="InvalidOptionsException">Options out of range, or a comparison that does not fit into memory.</exception>
    /// <exception cref="StrataException">The sources hold different examples.</exception>
    /// <exception cref="UnusableStateException">A file of sums is damaged, or of another comparison.</exception>
    public static int Sum(
        IReadOnlyList<IActivationSource> sources, IReadOnlyList<(int A, int B)> pairs, ComparisonOptions options,
        IReadOnlyList<PassFiles> kept, Shard shard, IProgress<ComparisonProgress>? progress = null, long? largestLayer = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(kept);
        sources = Checked(sources, pairs, options);
        int[,] order = ComparedExamples.Order(sources[0], options, []);
        var comparison = new ComparisonPasses(sources, pairs, options, order, [], largestLayer, stop);
        int[] passes = [.. shard.Of(comparison.Count)];
        int[] missing = Missing(comparison, passes, kept);
        comparison.Sum(missing, (pass, sums) =>
        {
            for (int p = 0; p < pairs.Count; p++) kept[p].Write(pass, p, comparison, sums(p));
        }, progress, comparison.BatchesOf(passes.Length - missing.Length), stop);
        return passes.Length;
    }

    /// <summary>A comparison over given orders of examples, [passes, examples].</summary>
    internal static IReadOnlyList<SimilarityMatrix> Compare(
        IReadOnlyList<IActivationSource> sources, IReadOnlyList<(int A, int B)> pairs, ComparisonOptions options, int[,] order,
        IEnumerable<string> warnings, IProgress<ComparisonProgress>? progress, long? largestLayer, IReadOnlyList<PassFiles>? kept,
        CancellationToken stop)
    {
        var comparison = new ComparisonPasses(sources, pairs, options, order, warnings, largestLayer, stop);
        PairTotals[] totals = [.. pairs.Select(p => new PairTotals(comparison.Chosen[p.A].Length, comparison.Chosen[p.B].Length))];
        int[] all = [.. Shard.Whole.Of(comparison.Count)], missing = kept is null ? all : Missing(comparison, all, kept);
        int added = 0;
        var clock = Stopwatch.StartNew();
        comparison.Sum(missing, (pass, sums) =>
        {
            bool keep = kept is not null && clock.Elapsed >= kept[0].Worth;
            AddKept(before: pass);
            for (int p = 0; p < pairs.Count; p++)
            {
                PassSums own = sums(p);
                if (keep) kept![p].Write(pass, p, comparison, own);
                totals[p].Add(own);
            }
            added = pass + 1;
            clock.Restart();
        }, progress, comparison.BatchesOf(all.Length - missing.Length), stop);
        AddKept(before: all.Length);
        return [.. pairs.Select((pair, p) => Matrix(sources, comparison, pair, totals[p], order))];

        // Whoever has summed them, passes are added in their order.
        void AddKept(int before)
        {
            for (; added < before; added++)
            {
                for (int p = 0; p < pairs.Count; p++)
                {
                    stop.ThrowIfCancellationRequested();
                    totals[p].Add(kept![p].Find(added, p, comparison) ?? throw new StrataException(
                        $"{Foreign.Path(kept[p].PathIn(kept[p].Folder, added))}: was there and is gone"));
                }
            }
        }
    }

    /// <summary>Bytes that a comparison takes beside its models: batches at work, and the sums of all pairs.</summary>
    /// <param name="layers">Compared layers of each model.</param>
    /// <param name="pairs">Compared layers of both sides of each comparison.</param>
    /// <param name="features">Of the largest layer, as a comparison is told.</param>
    /// <param name="examples">That are compared.</param>
    /// <param name="options">How they are compared.</param>
    /// <param name="threads">That compute.</param>
    public static long Bytes(IReadOnlyList<int> layers, IReadOnlyList<(int A, int B)> pairs, long features, int examples,
        ComparisonOptions options, int threads)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ComparisonMemory.Bytes(layers, pairs, features, examples, options, threads);
    }

    /// <summary>
    /// Says what a comparison would take where this process cannot hold it, so that a plan can be refused before its models are trained;
    /// null where it fits.
    /// </summary>
    /// <param name="layersA">Compared layers of one model.</param>
    /// <param name="layersB">Those of the other; null within a model.</param>
    /// <param name="batch">Examples of a batch.</param>
    public static string? MemoryProblem(int layersA, int? layersB, int batch)
        => ComparisonMemory.Problem(layersA + (layersB ?? 0), batch, PairTotals.Bytes(layersA, layersB ?? layersA, MostBatches));

    private static IReadOnlyList<IActivationSource> Checked(IReadOnlyList<IActivationSource> sources,
        IReadOnlyList<(int A, int B)> pairs, ComparisonOptions options)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(pairs);
        options.Validate();
        if (options.Tokens != TokenChoice.Flatten) sources = [.. sources.Select(source => new TokenSource(source, options.Tokens))];
        ComparedExamples.RequireSame(sources);
        return sources;
    }

    /// <summary>Those of some passes that are not there. Files are read as a whole, before hours of work that would be in vain.</summary>
    private static int[] Missing(ComparisonPasses comparison, IEnumerable<int> passes, IReadOnlyList<PassFiles> kept)
        => [.. passes.Where(pass => Enumerable.Range(0, kept.Count).Any(p => kept[p].Find(pass, p, comparison) is null))];

    private static SimilarityMatrix Matrix(IReadOnlyList<IActivationSource> sources, ComparisonPasses comparison, (int A, int B) pair,
        PairTotals totals, int[,] order)
    {
        (int a, int b) = pair;
        int[][] chosen = comparison.Chosen;
        int countA = chosen[a].Length, countB = chosen[b].Length;
        double[,] values = new double[countA, countB], errors = new double[countA, countB];
        for (int i = 0; i < countA; i++)
        {
            for (int j = 0; j < countB; j++)
            {
                if (a == b && j < i)
                {
                    (values[i, j], errors[i, j]) = (values[j, i], errors[j, i]);
                    continue;
                }
                bool same = a == b && i == j, undefined = totals.ProblemA(i) is not null || totals.ProblemB(j) is not null;
                values[i, j] = undefined ? double.NaN : same ? 1 : totals.Value(i, j);
                errors[i, j] = undefined ? double.NaN : same && !double.IsNaN(totals.Error(i, j)) ? 0 : totals.Error(i, j);
            }
        }
        LayerInfo[] layersA = Layers(a), layersB = Layers(b);
        IEnumerable<UndefinedLayer> reasons = Undefined(a, layersA, totals.ProblemA);
        if (a != b) reasons = reasons.Concat(Undefined(b, layersB, totals.ProblemB));
        IEnumerable<string> warnings = comparison.Warnings(pair);
        if (totals.ProcessorsWarning is { } warning) warnings = warnings.Append(warning);
        return new()
        {
            Values = values,
            StandardErrors = errors,
            LayersA = layersA,
            LayersB = layersB,
            Examples = order,
            ExampleSource = sources[a].ExamplesHash,
            Undefined = [.. reasons],
            Warnings = [.. warnings],
            Components = totals.Components,
            Within = a == b,
        };

        LayerInfo[] Layers(int s) => [.. chosen[s].Select((layer, i) => sources[s].Layers[layer] with { Index = i })];

        IEnumerable<UndefinedLayer> Undefined(int s, LayerInfo[] layers, Func<int, string?> problem)
            => layers.Where(layer => problem(layer.Index) is not null)
                .Select(layer => new UndefinedLayer(sources[s].Name, layer.Name, problem(layer.Index)!));
    }
}
