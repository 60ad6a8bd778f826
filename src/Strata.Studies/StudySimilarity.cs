using System.Text.Json.Serialization;
using Strata.Activations;
using Strata.Similarity;

namespace Strata.Studies;

/// <summary>How representations are compared, and which models with which.</summary>
public sealed record StudySimilarity
{
    /// <summary>As <see cref="ComparisonOptions.Layers"/>.</summary>
    public string Layers { get; init; } = "auto";

    /// <summary>Examples per batch of minibatch CKA.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>Passes over the test examples, each in an order of its own.</summary>
    public int Passes { get; init; } = 10;

    /// <summary>Null: all test examples; else a class-balanced choice of so many.</summary>
    public int? MaxExamples { get; init; }

    /// <summary>What represents an example in a layer of tokens.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TokenChoice Tokens { get; init; }

    /// <summary>False: no model's layers are compared with each other, as a study of errors alone has no use for.</summary>
    public bool Within { get; init; } = true;

    /// <summary>
    /// With the analysis without-components: how many leading principal components are taken off each layer in each batch.
    /// </summary>
    public int WithoutComponents { get; init; } = 1;

    /// <summary>
    /// With the analysis without-images: shares of the images that are left out, those that dominate first; each makes a map.
    /// </summary>
    public IReadOnlyList<double> WithoutImages { get; init; } = [0.01, 0.1];

    /// <summary>With the analysis measures: by what the same layers are compared beside CKA.</summary>
    public IReadOnlyList<string> Measures { get; init; } = ["svcca", "rsa"];

    /// <summary>Steps that the passes of each comparison are shared out to; 1: they stay together.</summary>
    public int Shards { get; init; } = 1;

    public Across Across { get; init; } = Across.None;

    /// <summary>As the library is asked for one comparison.</summary>
    internal ComparisonOptions Options
        => new() { Layers = Layers, Batch = Batch, Passes = Passes, MaxExamples = MaxExamples, Tokens = Tokens };
}
