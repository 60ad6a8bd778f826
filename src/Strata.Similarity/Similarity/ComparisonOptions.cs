using System.Text.Json.Serialization;
using Strata.Activations;
using Strata.Runtime;
using Strata.Settings;
using Strata.Training;

namespace Strata.Similarity;

/// <summary>How layers are compared; the defaults are the papers' (P1 §3): batches of 256, ten passes over the test set.</summary>
public sealed record ComparisonOptions
{
    /// <summary><c>auto</c>, <c>all</c>, <c>relu</c>, <c>add</c>, a kind or a glob over layer names.</summary>
    public string Layers { get; init; } = "auto";

    /// <summary>Examples per batch; at least the number of examples gives the full-batch value.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>Passes over the examples, each in another random order without replacement.</summary>
    public int Passes { get; init; } = 10;

    /// <summary>A class-balanced subset of so many examples; null: all.</summary>
    public int? MaxExamples { get; init; }

    /// <summary>What represents an example in a layer of tokens.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TokenChoice Tokens { get; init; }

    /// <summary>Fixes subset and orders.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Fp32: exact, Grams in fp32 and sums in double. Bf16: Grams from 8-bit numbers (AVX512-VNNI) or else 16-bit ones (AVX-512) where the
    /// processor multiplies them faster, every example in a unit of its own; layers that this puts off by more than 5e-4 in the first batch
    /// are multiplied in fp32, and a warning names them. Networks run in fp32 all the same. Auto: Fp32.
    /// </summary>
    public Precision Precision { get; init; } = Precision.Fp32;

    /// <summary>Principal components that are taken off each layer in each batch before layers are compared; 0: none.</summary>
    public int WithoutComponents { get; init; }

    /// <summary>Whether the first principal components of each batch are compared too: <see cref="SimilarityMatrix.Components"/>.</summary>
    public bool Components { get; init; }

    /// <exception cref="InvalidOptionsException">Every value out of range at once.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(Layers))
            problems.Add("layers: empty; expected auto, all, relu, add, a kind or a glob such as stages.1.*");
        problems.AddRange(ComparisonSettings.All.ProblemsOf(this));
        ComparisonRanges.WithoutComponents.Check("withoutComponents", WithoutComponents, problems);
        if (WithoutComponents > Math.Max(0, Batch - 4))
            problems.Add($"withoutComponents: {WithoutComponents} of batches of {Batch} leaves too little to compare");
        if (problems.Count > 0) throw new InvalidOptionsException(problems);
    }
}
