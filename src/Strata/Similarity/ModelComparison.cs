using Strata.Activations;
using Strata.Data;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>
/// Minibatch CKA (unbiased, linear; Song et al. 2012, P1 eq. 2) of every layer with every other, within a model and across models, in one
/// streaming pass: each model runs each batch once, each layer is reduced to its centred Gram at once, and one product per pair of models
/// adds all pairs of layers to double sums. Where memory allows, each thread takes batches of its own.
/// </summary>
public static class ModelComparison
{
    /// <summary>The most bytes of a batch that is one thread's own.</summary>
    private const long OwnBytes = 384L << 20;

    /// <param name="pairs">Which sources to compare, by index; (a, a) is within a model.</param>
    /// <returns>A matrix for each pair, in the same order.</returns>
    /// <exception cref="InvalidOptionsException">Options out of range, or a comparison that does not fit into memory.</exception>
    /// <exception cref="StrataException">The sources hold different examples.</exception>
    public static IReadOnlyList<SimilarityMatrix> Compare(
        IReadOnlyList<IActivationSource> sources, IReadOnlyList<(int A, int B)> pairs, ComparisonOptions options,
        IProgress<ComparisonProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        RequireSameExamples(sources);
        var warnings = new List<string>();
        int[,] order = Order(sources[0], options, warnings);
        return Compare(sources, pairs, options, order, warnings, progress, stop);
    }

    /// <summary>The same over given orders of examples, [passes, examples].</summary>
    internal static IReadOnlyList<SimilarityMatrix> Compare(
        IReadOnlyList<IActivationSource> sources, IReadOnlyList<(int A, int B)> pairs, ComparisonOptions options, int[,] order,
        List<string> warnings, IProgress<ComparisonProgress>? progress, CancellationToken stop)
    {
        int passes = order.GetLength(0), examples = order.GetLength(1), batch = Math.Min(options.Batch, examples);
        int[][] chosen = [.. sources.Select(s => LayerSelection.Select(s.Layers, options.Layers))];
        int[] first = new int[sources.Count];
        for (int s = 1; s < first.Length; s++) first[s] = first[s - 1] + chosen[s - 1].Length;
        int layers = chosen.Sum(c => c.Length);
        if (MemoryProblem(layers, batch, pairs.Sum(p => PairTotals.Bytes(chosen[p.A].Length, chosen[p.B].Length))) is { } problem) throw new InvalidOptionsException(problem);

        int whole = examples / batch, rest = examples % batch, batches = whole + (rest >= 4 ? 1 : 0);
        if (rest is > 0 and < 4) warnings.Add($"the last {rest} examples of each pass are left out: the unbiased estimator needs four");
        var tests = new SelfTests(layers);
        LayerRanges[] ranges = [.. pairs.Select(p => new LayerRanges(first[p.A], chosen[p.A].Length, first[p.B], chosen[p.B].Length))];
        PairSums[] sums = [.. ranges.Select(r => new PairSums(r.CountA, r.CountB))];
        PairTotals[] totals = [.. ranges.Select(r => new PairTotals(r.CountA, r.CountB))];
        ComponentSums[]? components = options.Components ? [.. ranges.Select(r => new ComponentSums(r.CountA, r.CountB))] : null;
        LayerPlan[] plans = [.. sources.Select((source, s) => LayerPlan.Create(source, chosen[s], first[s]))];
        long largest = sources.SelectMany(source => source.Layers).Max(layer => layer.Features);
        var grams = new PackedGrams?[BatchesAtOnce(ParallelRows.Parts, passes * batches, layers, batch, largest)];

        BatchProducts Reduce(int worker, int item)
        {
            int[] indices = new int[item % batches < whole ? batch : rest];
            for (int i = 0; i < indices.Length; i++) indices[i] = order[item / batches, item % batches * batch + i];
            PackedGrams own = grams[worker] ??= new(layers, batch, options.Precision);
            for (int s = 0; s < sources.Count; s++)
            {
                sources[s].Visit(indices, plans[s].Wanted, (layer, output) =>
                {
                    stop.ThrowIfCancellationRequested();
                    plans[s].Reduce(layer, output, own);
                });
            }
            stop.ThrowIfCancellationRequested();
            (double[] traces, FirstComponent[]? found) = own.Center(indices.Length, Math.Max(options.WithoutComponents, options.Components ? 1 : 0), options.WithoutComponents);
            return new(indices.Length, traces, own.SelfProducts(indices.Length), own.Products(ranges, indices.Length), found);
        }

        long seen = 0;
        void Take(int item, BatchProducts products)
        {
            if (item % batches == 0)
                foreach (PairSums sum in sums) sum.Clear();
            tests.Add(products.Self, products.Traces, products.Examples);
            for (int p = 0; p < pairs.Count; p++)
            {
                LayerRanges r = ranges[p];
                sums[p].Add(products.Pairs[p], products.Self.AsSpan(r.FirstA, r.CountA), products.Self.AsSpan(r.FirstB, r.CountB));
                components?[p].Add(products.Components.AsSpan(r.FirstA, r.CountA), products.Components.AsSpan(r.FirstB, r.CountB), products.Examples);
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
        return [.. pairs.Select((pair, p) => Matrix(sources, chosen, first, pair, totals[p], components?[p], tests, order, warnings))];
    }

    /// <summary>
    /// How many batches a comparison works on at once: one, which all threads share, or one for each thread, which saves an eighth of the time or more, unless too many are without one at the end. The same on
    /// the same machine, since sums of threads that share a batch have other bits.
    /// </summary>
    /// <param name="threads">That compute.</param>
    /// <param name="batches">Of the comparison, over all passes.</param>
    /// <param name="layers">Compared layers of all models.</param>
    /// <param name="batch">Examples of a batch.</param>
    /// <param name="features">Of the largest layer.</param>
    public static int BatchesAtOnce(int threads, int batches, int layers, int batch, long features)
    {
        int rounds = (batches + threads - 1) / threads;
        // Four tensors of the largest layer are a forward pass's own.
        long bytes = PackedGrams.Bytes(layers, batch) + 4 * sizeof(float) * batch * features;
        return ParallelRows.HoldsLibtorch && bytes <= OwnBytes && threads * bytes <= GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 && rounds * threads * 7 <= batches * 8 ? threads : 1;
    }

    private static SimilarityMatrix Matrix(
        IReadOnlyList<IActivationSource> sources, int[][] chosen, int[] first, (int A, int B) pair, PairTotals totals, ComponentSums? components, SelfTests tests, int[,] order, List<string> warnings)
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
                if (tests.Problem(first[s] + i) is { } reason) reasons.Add(new(sources[s].Name, sources[s].Layers[chosen[s][i]].Name, reason));
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

    private static int[,] Order(IActivationSource source, ComparisonOptions options, List<string> warnings)
    {
        int[] chosen = [.. Enumerable.Range(0, source.ExampleCount)];
        if (options.MaxExamples is { } most && most < chosen.Length)
        {
            chosen = source.Labels is { } labels
                ? Subsets.ClassBalanced(labels, most, options.Seed)
                : [.. new RandomSequence(options.Seed, "compared examples").Permutation(chosen.Length).Take(most).Order()];
        }
        if (chosen.Length < 4) throw new StrataException($"{source.Name}: {chosen.Length} examples, but the unbiased estimator needs at least 4");
        if (chosen.Length < 200) warnings.Add($"only {chosen.Length} examples: values scatter widely");
        // Every order of one batch of all examples gives the same value.
        int passes = options.Batch >= chosen.Length ? 1 : options.Passes;
        int[,] order = new int[passes, chosen.Length];
        for (int pass = 0; pass < passes; pass++)
        {
            int[] permutation = new RandomSequence(options.Seed, "compared order", pass).Permutation(chosen.Length);
            for (int i = 0; i < chosen.Length; i++) order[pass, i] = chosen[permutation[i]];
        }
        return order;
    }

    private static void RequireSameExamples(IReadOnlyList<IActivationSource> sources)
    {
        foreach (IActivationSource source in sources.Skip(1))
        {
            if (source.ExampleCount != sources[0].ExampleCount)
                throw new StrataException($"{source.Name} has {source.ExampleCount} examples and {sources[0].Name} has {sources[0].ExampleCount}: representations of different examples cannot be compared");
            if (source.ExamplesHash is { } hash && sources[0].ExamplesHash is { } expected && hash != expected)
                throw new StrataException($"{source.Name} and {sources[0].Name} hold different examples (hashes {hash[..Math.Min(8, hash.Length)]} and {expected[..Math.Min(8, expected.Length)]})");
        }
    }

    /// <summary>Bytes of the Grams of the batches at work, of what making them needs, and of the sums of all pairs.</summary>
    /// <param name="layers">Compared layers of each model.</param>
    /// <param name="pairs">Compared layers of both sides of each comparison.</param>
    /// <param name="batch">Examples of a batch.</param>
    /// <param name="atOnce"><see cref="BatchesAtOnce"/>.</param>
    public static long Bytes(IReadOnlyList<int> layers, IReadOnlyList<(int A, int B)> pairs, int batch, int atOnce) => atOnce * PackedGrams.Bytes(layers.Sum(), batch) + pairs.Sum(p => PairTotals.Bytes(p.A, p.B));

    /// <summary>Says what a comparison would take where this process cannot hold it, so that a plan can be refused before its models are trained; null where it fits.</summary>
    /// <param name="layersA">Compared layers of one model.</param>
    /// <param name="layersB">Those of the other; null within a model.</param>
    /// <param name="batch">Examples of a batch.</param>
    public static string? MemoryProblem(int layersA, int? layersB, int batch) => MemoryProblem(layersA + (layersB ?? 0), batch, PairTotals.Bytes(layersA, layersB ?? layersA));

    private static string? MemoryProblem(int layers, int batch, long sums)
    {
        // What .NET reports here is the least of the machine's memory and a container's limit.
        long bytes = PackedGrams.Bytes(layers, batch) + sums, available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return bytes > available * 0.7
            ? $"batch: {layers} layers × {batch} examples take {bytes / 1e9:0.0} GB of Grams and sums, more than 70 % of the {available / 1e9:0.0} GB that this process may use; take a smaller batch or fewer layers"
            : null;
    }
}
