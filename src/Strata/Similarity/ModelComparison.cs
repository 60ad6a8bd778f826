using Strata.Activations;
using Strata.Models;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Similarity;

/// <summary>
/// Minibatch CKA (unbiased, linear; Song et al. 2012, P1 eq. 2) of every layer with every other, within a model and across models, in one
/// streaming pass: each model runs each batch once, each layer is reduced to its centred Gram at once, and one product per pair of models
/// adds all pairs of layers to double sums. Threads take batches of their own or share one.
/// </summary>
public static class ModelComparison
{
    /// <summary>
    /// The largest tensor of a batch that is one thread's own: glibc holds none of 64 MiB in the heap of a thread that is not the first,
    /// and maps each anew.
    /// </summary>
    private const long OwnTensor = 48L << 20;

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
        => Compare(b is null ? [a] : [a, b], [(0, b is null ? 0 : 1)], options ?? new(), progress, largestLayer: null, stop)[0];

    /// <summary>Several pairs of models, each of which runs every batch once.</summary>
    /// <param name="sources">The models.</param>
    /// <param name="pairs">Which sources to compare, by index; (a, a) is within a model.</param>
    /// <param name="options">How they are compared.</param>
    /// <param name="progress">Told of every batch.</param>
    /// <param name="largestLayer">
    /// Features of the largest layer, which decides whether each thread takes batches of its own and so the last bits; null: as in the
    /// sources. What is part of a larger comparison gives that of the whole.
    /// </param>
    /// <param name="stop">Asked before every layer.</param>
    /// <returns>A matrix for each pair, in the same order.</returns>
    /// <exception cref="InvalidOptionsException">Options out of range, or a comparison that does not fit into memory.</exception>
    /// <exception cref="StrataException">The sources hold different examples.</exception>
    public static IReadOnlyList<SimilarityMatrix> Compare(
        IReadOnlyList<IActivationSource> sources, IReadOnlyList<(int A, int B)> pairs, ComparisonOptions options,
        IProgress<ComparisonProgress>? progress = null, long? largestLayer = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (options.Tokens != TokenChoice.Flatten) sources = [.. sources.Select(source => new TokenSource(source, options.Tokens))];
        ComparedExamples.RequireSame(sources);
        var warnings = new List<string>();
        int[,] order = ComparedExamples.Order(sources[0], options, warnings);
        return Compare(sources, pairs, options, order, warnings, progress, largestLayer, stop);
    }

    /// <summary>The same over given orders of examples, [passes, examples].</summary>
    internal static IReadOnlyList<SimilarityMatrix> Compare(
        IReadOnlyList<IActivationSource> sources, IReadOnlyList<(int A, int B)> pairs, ComparisonOptions options, int[,] order,
        List<string> warnings, IProgress<ComparisonProgress>? progress, long? largestLayer, CancellationToken stop)
    {
        int passes = order.GetLength(0), examples = order.GetLength(1), batch = Math.Min(options.Batch, examples);
        int[][] chosen = [.. sources.Select(s => LayerSelection.Select(s.Layers, options.Layers))];
        int[] first = new int[sources.Count];
        for (int s = 1; s < first.Length; s++) first[s] = first[s - 1] + chosen[s - 1].Length;
        int layers = chosen.Sum(c => c.Length);
        int whole = examples / batch, rest = examples % batch, batches = Batches(examples, batch, 1);
        long kept = pairs.Sum(p => PairTotals.Bytes(chosen[p.A].Length, chosen[p.B].Length, batches));
        if (MemoryProblem(layers, batch, kept) is { } problem) throw new InvalidOptionsException(problem);

        if (rest is > 0 and < 4) warnings.Add($"the last {rest} examples of each pass are left out: the unbiased estimator needs four");
        var tests = new SelfTests(layers);
        LayerRanges[] ranges = [.. pairs.Select(p => new LayerRanges(first[p.A], chosen[p.A].Length, first[p.B], chosen[p.B].Length))];
        PairSums[] sums = [.. ranges.Select(r => new PairSums(r.CountA, r.CountB, batches))];
        PairTotals[] totals = [.. ranges.Select(r => new PairTotals(r.CountA, r.CountB))];
        ComponentSums[]? components = options.Components ? [.. ranges.Select(r => new ComponentSums(r.CountA, r.CountB))] : null;
        long features = largestLayer ?? sources.SelectMany(source => source.Layers).Max(layer => layer.Features);
        int threads = ParallelRows.Parts, sharing = HasOwnBatches(threads, passes * batches, batch, features) ? 1 : threads;
        int[] firstBatch = [.. Enumerable.Range(0, batch).Select(i => order[0, i])];
        LayerPlan[] plans = new LayerPlan[sources.Count];
        string[][] told = new string[sources.Count][];
        for (int s = 0; s < plans.Length; s++)
        {
            IReadOnlyDictionary<int, double> coarse =
                RoundingCheck.TooCoarse(sources[s], chosen[s], firstBatch, options.Precision, sharing, stop);
            told[s] = coarse.Count > 0 ? [RoundingCheck.Warning(sources[s], coarse)] : [];
            plans[s] = LayerPlan.Create(sources[s], chosen[s], first[s], coarse.Keys.ToHashSet());
        }
        var grams = new PackedGrams?[sharing > 1 ? 1
            : Workers(threads, BatchBytes([layers], ranges.Select(r => (r.CountA, r.CountB)), batch, features, sharing))];

        BatchProducts Reduce(int worker, int item)
        {
            int[] indices = new int[item % batches < whole ? batch : rest];
            for (int i = 0; i < indices.Length; i++) indices[i] = order[item / batches, item % batches * batch + i];
            PackedGrams own = grams[worker] ??= new(layers, batch, options.Precision, sharing);
            for (int s = 0; s < sources.Count; s++)
            {
                sources[s].Visit(indices, plans[s].Wanted, (layer, output) =>
                {
                    stop.ThrowIfCancellationRequested();
                    plans[s].Reduce(layer, output, own);
                });
            }
            stop.ThrowIfCancellationRequested();
            (double[] spreads, double[] lost, FirstComponent[]? found) =
                own.Center(indices.Length, Math.Max(options.WithoutComponents, options.Components ? 1 : 0), options.WithoutComponents);
            double[] self = own.SelfProducts(indices.Length);
            return new(indices.Length, [.. own.Exponents], spreads, lost, self, own.Products(ranges, indices.Length), found);
        }

        long seen = 0;
        var units = new LayerUnits(layers);
        void Take(int item, BatchProducts products)
        {
            units.Apply(products, ranges);
            if (item % batches == 0)
                foreach (PairSums sum in sums) sum.Clear();
            tests.Add(products.Self, products.Spreads, products.Lost, products.Examples);
            for (int p = 0; p < pairs.Count; p++)
            {
                LayerRanges r = ranges[p];
                sums[p].Add(products.Pairs[p], products.Self.AsSpan(r.FirstA, r.CountA), products.Self.AsSpan(r.FirstB, r.CountB));
                components?[p].Add(products.Components.AsSpan(r.FirstA, r.CountA), products.Components.AsSpan(r.FirstB, r.CountB),
                    products.Examples);
            }
            if (item % batches == batches - 1)
                for (int p = 0; p < pairs.Count; p++) totals[p].Add(sums[p]);
            seen += products.Examples;
            progress?.Report(new(item + 1, passes * batches, seen));
        }

        try
        {
            SideBySide.Run(passes * batches, grams.Length, Reduce, Take);
        }
        finally
        {
            foreach (PackedGrams? own in grams) own?.Dispose();
        }
        IEnumerable<string> Warnings((int A, int B) pair) => warnings.Concat(told[pair.A]).Concat(pair.B == pair.A ? [] : told[pair.B]);
        return
        [
            .. pairs.Select((pair, p) => Matrix(sources, chosen, first, pair, totals[p], components?[p], tests, order, Warnings(pair))),
        ];
    }

    /// <summary>
    /// Whether each thread takes batches of its own, which saves an eighth of the time and more with networks of 16 and 32 channels, unless
    /// too many threads are without one at the end. Threads that share a batch sum to other bits, so that memory may not decide.
    /// </summary>
    private static bool HasOwnBatches(int threads, int batches, int batch, long features)
    {
        int rounds = (batches + threads - 1) / threads;
        return threads > 1 && ParallelRows.HoldsLibtorch && sizeof(float) * batch * features <= OwnTensor
            && rounds * threads * 7 <= batches * 8;
    }

    /// <summary>How many batches there are, over all passes: a rest of fewer than four examples is none.</summary>
    private static int Batches(int examples, int batch, int passes) => (examples / batch + (examples % batch >= 4 ? 1 : 0)) * passes;

    /// <summary>
    /// Bytes of one batch at work: Grams and what making them needs, products of all pairs, and the four tensors of the largest layer that
    /// a forward pass has at a time.
    /// </summary>
    private static long BatchBytes(IEnumerable<int> layers, IEnumerable<(int A, int B)> pairs, int batch, long features, int threads)
        => PackedGrams.Bytes(layers.Sum(), batch, threads) + pairs.Sum(p => (long)p.A * p.B * sizeof(double))
        + 4 * sizeof(float) * batch * features;

    /// <summary>How many threads have a batch at the same time: as many as half of the memory has room for.</summary>
    private static int Workers(int threads, long bytes)
        => (int)Math.Clamp(MachineMemory.Bytes / 2 / bytes, 1, threads);

    private static SimilarityMatrix Matrix(
        IReadOnlyList<IActivationSource> sources, int[][] chosen, int[] first, (int A, int B) pair, PairTotals totals,
        ComponentSums? components, SelfTests tests, int[,] order, IEnumerable<string> warnings)
    {
        (int a, int b) = pair;
        int countA = chosen[a].Length, countB = chosen[b].Length;
        bool UndefinedA(int i) => tests.Problem(first[a] + i) is not null;
        bool UndefinedB(int j) => tests.Problem(first[b] + j) is not null;
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
                bool same = a == b && i == j, undefined = UndefinedA(i) || UndefinedB(j);
                values[i, j] = undefined ? double.NaN : same ? 1 : totals.Value(i, j);
                errors[i, j] = undefined ? double.NaN : same && !double.IsNaN(totals.Error(i, j)) ? 0 : totals.Error(i, j);
            }
        }
        var reasons = new List<UndefinedLayer>();
        foreach (int s in a == b ? [a] : new[] { a, b })
        {
            for (int i = 0; i < chosen[s].Length; i++)
            {
                if (tests.Problem(first[s] + i) is { } reason)
                    reasons.Add(new(sources[s].Name, sources[s].Layers[chosen[s][i]].Name, reason));
            }
        }
        LayerInfo[] Layers(int s) => [.. chosen[s].Select((layer, i) => sources[s].Layers[layer] with { Index = i })];
        return new()
        {
            Values = values,
            StandardErrors = errors,
            LayersA = Layers(a),
            LayersB = Layers(b),
            Examples = order,
            ExampleSource = sources[a].ExamplesHash,
            Undefined = reasons,
            Warnings = [.. warnings],
            Components = components?.Means(UndefinedA, UndefinedB),
            Within = a == b,
        };
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
        int batch = Math.Min(options.Batch, examples), batches = Batches(examples, batch, options.Batch >= examples ? 1 : options.Passes);
        int sharing = HasOwnBatches(threads, batches, batch, features) ? 1 : threads;
        long each = BatchBytes(layers, pairs, batch, features, sharing);
        int pass = Batches(examples, batch, 1);
        // What is looked at before the first batch is gone by then.
        long before = options.Precision == Precision.Bf16 ? RoundingCheck.Bytes(layers.Max(), batch, sharing) : 0;
        long atWork = Math.Max(before, (sharing > 1 ? 1 : Workers(threads, each)) * each);
        return atWork + pairs.Sum(p => PairTotals.Bytes(p.A, p.B, pass));
    }

    /// <summary>
    /// Says what a comparison would take where this process cannot hold it, so that a plan can be refused before its models are trained;
    /// null where it fits.
    /// </summary>
    /// <param name="layersA">Compared layers of one model.</param>
    /// <param name="layersB">Those of the other; null within a model.</param>
    /// <param name="batch">Examples of a batch.</param>
    public static string? MemoryProblem(int layersA, int? layersB, int batch)
        => MemoryProblem(layersA + (layersB ?? 0), batch, PairTotals.Bytes(layersA, layersB ?? layersA, MostBatches));

    private static string? MemoryProblem(int layers, int batch, long sums)
    {
        // What .NET reports here is the least of the machine's memory and a container's limit.
        long bytes = PackedGrams.Bytes(layers, batch, 1) + sums, available = MachineMemory.Bytes;
        return bytes > available * 0.7
            ? $"batch: {layers} layers × {batch} examples take {bytes / 1e9:0.0} GB of Grams and sums, more than 70 % of the "
            + $"{available / 1e9:0.0} GB that this process may use; take a smaller batch or fewer layers"
            : null;
    }
}
