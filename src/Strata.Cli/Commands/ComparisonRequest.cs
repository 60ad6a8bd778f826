using Strata.Checkpoints;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Cli.Commands;

/// <summary>What <c>strata compare</c> was asked for.</summary>
internal sealed record ComparisonRequest
{
    /// <summary>Files or folders.</summary>
    public required string[] Models { get; init; }

    /// <summary>The images that they run on; null: they are activations.</summary>
    public required string? Data { get; init; }

    /// <summary>Null: minibatch CKA.</summary>
    public required Measure? Measure { get; init; }

    public required ComparisonOptions Options { get; init; }

    /// <summary>Whether the second model sees the images of every batch in another order.</summary>
    public required bool Shuffle { get; init; }

    /// <summary>How many of the examples that weigh most are left out.</summary>
    public required int Without { get; init; }

    public required ModelReading Reading { get; init; }

    public required string Output { get; init; }

    /// <summary>The share of the passes to sum; null: the comparison itself.</summary>
    public required Shard? Shard { get; init; }

    public required bool Restart { get; init; }

    /// <summary>Whether there is a folder for each comparison, and one page.</summary>
    public bool IsOfSeveral => Models.Length > 2;

    /// <summary>The pairs to compare, by index of the model.</summary>
    public (int A, int B)[] Pairs => IsOfSeveral
        ? [.. Enumerable.Range(0, Models.Length).SelectMany(a => Enumerable.Range(a, Models.Length - a).Select(b => (a, b)))]
        : [(0, Models.Length - 1)];

    /// <summary>The options that say how, beside models and data, as they were typed.</summary>
    public required string Further { get; init; }
}
