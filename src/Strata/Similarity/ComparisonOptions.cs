using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>How layers are compared; the defaults are the papers' (P1 §3): batches of 256, ten passes over the test set.</summary>
public sealed record ComparisonOptions
{
    /// <summary><c>all</c>, <c>relu</c>, <c>add</c> or a glob over layer names.</summary>
    public string Layers { get; init; } = "all";

    /// <summary>Examples per batch; at least the number of examples gives the full-batch value.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>Passes over the examples, each in another random order without replacement.</summary>
    public int Passes { get; init; } = 10;

    /// <summary>A class-balanced subset of so many examples; null: all.</summary>
    public int? MaxExamples { get; init; }

    /// <summary>Fixes subset and orders.</summary>
    public long Seed { get; init; }

    /// <exception cref="InvalidOptionsException">Every value out of range at once.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(Layers)) problems.Add("layers: empty; expected all, relu, add or a glob such as stages.1.*");
        if (Batch is < 4 or > 1_000_000) problems.Add($"batch: {Batch} is not from 4 to 1000000 (the unbiased estimator needs four examples)");
        if (Passes is < 1 or > 10_000) problems.Add($"passes: {Passes} is not from 1 to 10000");
        if (MaxExamples is < 4) problems.Add($"maxExamples: {MaxExamples} is not at least 4");
        if (problems.Count > 0) throw new InvalidOptionsException(problems);
    }
}
