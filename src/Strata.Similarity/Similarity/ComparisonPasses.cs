using Strata.Activations;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Similarity;

/// <summary>
/// The passes of a comparison, any of which can be summed by itself: each model runs each batch once, each layer is reduced to its centred
/// Gram at once, and one product per pair of models adds all pairs of layers to double sums. Threads take batches of their own or share
/// one.
/// </summary>
internal sealed class ComparisonPasses
{
    private readonly IReadOnlyList<IActivationSource> _sources;
    private readonly ComparisonOptions _options;
    private readonly int[,] _order;
    private readonly LayerRanges[] _ranges;
    private readonly LayerPlan[] _plans;
    private readonly string[][] _told;
    private readonly List<string> _warnings;
    private readonly int[] _first;
    private readonly int _layers, _batch, _batches, _threads, _sharing;
    private readonly long _features;

    /// <param name="order">[passes, examples].</param>
    /// <param name="warnings">What was said of the order.</param>
    /// <param name="largestLayer">As <see cref="ModelComparison"/> is told.</param>
    public ComparisonPasses(IReadOnlyList<IActivationSource> sources, IReadOnlyList<(int A, int B)> pairs, ComparisonOptions options,
        int[,] order, IEnumerable<string> warnings, long? largestLayer, CancellationToken stop)
    {
        (_sources, _options, _order, _warnings, Pairs) = (sources, options, order, [.. warnings], pairs);
        int examples = order.GetLength(1), rest;
        _batch = Math.Min(options.Batch, examples);
        (_batches, rest) = (ComparisonMemory.Batches(examples, _batch, 1), examples % _batch);
        Chosen = [.. sources.Select(s => LayerSelection.Select(s.Layers, options.Layers))];
        _first = new int[sources.Count];
        for (int s = 1; s < _first.Length; s++) _first[s] = _first[s - 1] + Chosen[s - 1].Length;
        _layers = Chosen.Sum(c => c.Length);
        long kept = pairs.Sum(p => PairTotals.Bytes(Chosen[p.A].Length, Chosen[p.B].Length, _batches));
        if (ComparisonMemory.Problem(_layers, _batch, kept) is { } problem) throw new InvalidOptionsException(problem);

        if (rest is > 0 and < 4) _warnings.Add($"the last {rest} examples of each pass are left out: the unbiased estimator needs four");
        _ranges = [.. pairs.Select(p => new LayerRanges(_first[p.A], Chosen[p.A].Length, _first[p.B], Chosen[p.B].Length))];
        _features = largestLayer ?? sources.SelectMany(source => source.Layers).Max(layer => layer.Features);
        _threads = ParallelRows.Parts;
        _sharing = ComparisonMemory.HasOwnBatches(_threads, Count * _batches, _batch, _features) ? 1 : _threads;
        int[] firstBatch = [.. Enumerable.Range(0, _batch).Select(i => order[0, i])];
        (_plans, _told) = (new LayerPlan[sources.Count], new string[sources.Count][]);
        for (int s = 0; s < _plans.Length; s++)
        {
            IReadOnlyDictionary<int, double> coarse =
                RoundingCheck.TooCoarse(sources[s], Chosen[s], firstBatch, options.Precision, _sharing, stop);
            _told[s] = coarse.Count > 0 ? [RoundingCheck.Warning(sources[s], coarse)] : [];
            _plans[s] = LayerPlan.Create(sources[s], Chosen[s], _first[s], coarse.Keys.ToHashSet());
        }
    }

    public IReadOnlyList<(int A, int B)> Pairs { get; }

    /// <summary>Of each source, the layers that are compared.</summary>
    public int[][] Chosen { get; }

    /// <summary>Whether first components are compared too.</summary>
    public bool HasComponents => _options.Components;

    /// <summary>How many passes there are.</summary>
    public int Count => _order.GetLength(0);

    /// <summary>What a reader should know of a pair's matrix.</summary>
    public IEnumerable<string> Warnings((int A, int B) pair)
        => _warnings.Concat(_told[pair.A]).Concat(pair.B == pair.A ? [] : _told[pair.B]);

    /// <summary>Everything beside the models that decides the bits of a pass's sums, except the processor that keeps to fp32.</summary>
    public IReadOnlyDictionary<string, string> Deciding(int pass, (int A, int B) pair)
    {
        int[] order = [.. Enumerable.Range(0, _order.GetLength(1)).Select(i => _order[pass, i])];
        var all = new Dictionary<string, string>
        {
            ["pass"] = $"{pass}",
            ["examples"] = ExampleOrder.Hash(_sources[pair.A].ExamplesHash, order),
            ["batch"] = $"{_batch}",
            ["layersA"] = Names(pair.A),
            ["layersB"] = Names(pair.B),
            ["tokens"] = $"{_options.Tokens}".ToLowerInvariant(),
            ["estimator"] = "unbiased",
            ["kernel"] = "linear",
            ["withoutComponents"] = $"{_options.WithoutComponents}",
            ["components"] = _options.Components ? "true" : "false",
            ["precision"] = _options.Precision == Precision.Bf16 ? "bf16" : "fp32",
            ["threads"] = $"{_threads}",
            ["threadsOfABatch"] = $"{_sharing}",
        };
        // What is rounded depends on what the processor multiplies faster, by far more than last digits.
        if (_options.Precision == Precision.Bf16) all["processor"] = PassFiles.Processor;
        return all;

        string Names(int source)
            => ContentHash.OfText(string.Join('\n', Chosen[source].Select(layer => _sources[source].Layers[layer].Name)));
    }

    /// <summary>Sums some passes.</summary>
    /// <param name="passes">Ascending.</param>
    /// <param name="done">Told each pass and what gives the sums of a pair, pass after pass; from any thread, one call at a time.</param>
    /// <param name="before">Batches of other passes that progress counts as done.</param>
    public void Sum(IReadOnlyList<int> passes, Action<int, Func<int, PassSums>> done, IProgress<ComparisonProgress>? progress, int before,
        CancellationToken stop)
    {
        var grams = new PackedGrams?[_sharing > 1 ? 1 : ComparisonMemory.Workers(_threads,
            ComparisonMemory.BatchBytes([_layers], _ranges.Select(r => (r.CountA, r.CountB)), _batch, _features, _sharing))];
        PassAtWork? work = null;
        long seen = 0;
        try
        {
            SideBySide.Run(passes.Count * _batches, grams.Length,
                (worker, item) => Reduce(grams[worker] ??= new(_layers, _batch, _options.Precision, _sharing),
                    Examples(passes[item / _batches], item % _batches), stop),
                (item, products) =>
                {
                    // Others may have reduced all batches while one was writing.
                    stop.ThrowIfCancellationRequested();
                    work ??= new(_layers, _ranges, _batches, _options.Components);
                    work.Add(products);
                    seen += products.Examples;
                    if (item % _batches == _batches - 1)
                    {
                        done(passes[item / _batches], work.Sums);
                        work = null;
                    }
                    progress?.Report(new(before + item + 1, before + passes.Count * _batches, seen, before));
                });
        }
        finally
        {
            foreach (PackedGrams? own in grams) own?.Dispose();
        }
    }

    /// <summary>Batches of so many passes.</summary>
    public int BatchesOf(int passes) => passes * _batches;

    private int[] Examples(int pass, int batch)
    {
        int[] indices = new int[Math.Min(_batch, _order.GetLength(1) - batch * _batch)];
        for (int i = 0; i < indices.Length; i++) indices[i] = _order[pass, batch * _batch + i];
        return indices;
    }

    private BatchProducts Reduce(PackedGrams grams, int[] examples, CancellationToken stop)
    {
        for (int s = 0; s < _sources.Count; s++)
        {
            LayerPlan plan = _plans[s];
            _sources[s].Visit(examples, plan.Wanted, (layer, output) =>
            {
                stop.ThrowIfCancellationRequested();
                plan.Reduce(layer, output, grams);
            });
        }
        stop.ThrowIfCancellationRequested();
        (double[] spreads, double[] lost, FirstComponent[]? found) =
            grams.Center(examples.Length, Math.Max(_options.WithoutComponents, _options.Components ? 1 : 0), _options.WithoutComponents);
        double[] self = grams.SelfProducts(examples.Length);
        return new(examples.Length, [.. grams.Exponents], spreads, lost, self, grams.Products(_ranges, examples.Length), found);
    }
}
