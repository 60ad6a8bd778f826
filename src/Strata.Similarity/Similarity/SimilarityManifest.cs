using System.Text.Json.Nodes;
using Strata.Activations;
using Strata.Checkpoints;
using Strata.Runtime;
using Strata.Similarity.Measures;
using Strata.Training;

namespace Strata.Similarity;

/// <summary>What the manifest of a similarity matrix says, whoever makes the matrix.</summary>
public static class SimilarityManifest
{
    /// <param name="key">Over everything that decides the content.</param>
    /// <param name="inputs">What was compared, by role: <c>a</c>, <c>b</c> and <c>data</c>.</param>
    /// <param name="shuffled">Whether it is the row-shuffle null.</param>
    /// <param name="seconds">How long it took.</param>
    /// <param name="measure">Null: minibatch CKA.</param>
    public static Manifest Of(
        string name, string key, IReadOnlyDictionary<string, string> inputs, ComparisonOptions options, bool shuffled,
            SimilarityMatrix matrix, double seconds, Measure? measure = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new()
        {
            Kind = "similarity",
            Name = name,
            Key = key,
            Inputs = inputs,
            Options = OptionsOf(options, shuffled, measure),
            Environment = RunEnvironment.Capture(Threads.Current),
            Seconds = seconds,
            Created = DateTimeOffset.UtcNow,
            Warnings = [.. matrix.Warnings],
            Results = [],
        };
    }

    /// <inheritdoc cref="Of"/>
    public static JsonObject OptionsOf(ComparisonOptions options, bool shuffled = false, Measure? measure = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (measure is not null)
        {
            return new()
            {
                ["layers"] = options.Layers,
                ["maxExamples"] = options.MaxExamples ?? MeasureComparison.UsualExamples,
                ["seed"] = options.Seed,
                ["measure"] = measure.Text,
                ["tokens"] = options.Tokens.ToString().ToLowerInvariant(),
            };
        }
        var all = new JsonObject
        {
            ["layers"] = options.Layers,
            ["batch"] = options.Batch,
            ["passes"] = options.Passes,
            ["maxExamples"] = options.MaxExamples,
            ["seed"] = options.Seed,
            ["measure"] = SimilarityMatrix.Cka,
            ["estimator"] = "unbiased",
            ["kernel"] = "linear",
            ["withoutComponents"] = options.WithoutComponents,
            ["shuffled"] = shuffled,
            ["precision"] = options.Precision == Precision.Bf16 ? "bf16" : "fp32",
        };
        // Left out where it changes nothing, for the keys of results that are there.
        if (options.Tokens != TokenChoice.Flatten) all["tokens"] = options.Tokens == TokenChoice.Class ? "class" : "mean";
        return all;
    }
}
