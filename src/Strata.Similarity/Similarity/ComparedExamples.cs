using Strata.Activations;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>Which examples layers are compared over.</summary>
internal static class ComparedExamples
{
    /// <summary>All, or so many: balanced over the classes where labels are known.</summary>
    /// <returns>Indices, ascending.</returns>
    public static int[] Choose(IActivationSource source, int? most, long seed)
        => most is not { } count || count >= source.ExampleCount ? [.. Enumerable.Range(0, source.ExampleCount)]
            : source.Labels is { } labels ? BalancedChoice.Of(labels, count, seed)
            : [.. new RandomSequence(seed, "compared examples").Permutation(source.ExampleCount).Take(count).Order()];

    /// <summary>The order of every pass, [passes, examples].</summary>
    public static int[,] Order(IActivationSource source, ComparisonOptions options, List<string> warnings)
    {
        int[] chosen = Choose(source, options.MaxExamples, options.Seed);
        if (chosen.Length < 4)
            throw new StrataException($"{source.Name}: {chosen.Length} examples, but the unbiased estimator needs at least 4");
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

    /// <exception cref="StrataException">The sources hold different examples.</exception>
    public static void RequireSame(IReadOnlyList<IActivationSource> sources)
    {
        foreach (IActivationSource source in sources.Skip(1))
        {
            if (source.ExampleCount != sources[0].ExampleCount)
                throw new StrataException(
                    $"{source.Name} has {source.ExampleCount} examples and {sources[0].Name} has {sources[0].ExampleCount}: "
                    + "representations of different examples cannot be compared");
            if (source.ExamplesHash is { } hash && sources[0].ExamplesHash is { } expected && hash != expected)
                throw new StrataException(
                    $"{source.Name} and {sources[0].Name} hold different examples (hashes {hash[..Math.Min(8, hash.Length)]} and "
                    + $"{expected[..Math.Min(8, expected.Length)]})");
            if (source.Labels is not { } labels || sources[0].Labels is not { } others) continue;
            int apart = Enumerable.Range(0, source.ExampleCount).FirstOrDefault(i => labels[i] != others[i], -1);
            if (apart < 0) continue;
            throw new StrataException(
                $"{Foreign.Quoted(source.Name)} and {Foreign.Quoted(sources[0].Name)} contradict each other: example {apart} has the label "
                + $"{labels[apart]} in one and {others[apart]} in the other, expected the same examples in the same order");
        }
    }
}
