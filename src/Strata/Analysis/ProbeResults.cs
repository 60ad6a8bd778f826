namespace Strata.Analysis;

/// <summary>The linear probes of one model.</summary>
public sealed record ProbeResults
{
    /// <summary>In order of execution.</summary>
    public required IReadOnlyList<LayerProbe> Probes { get; init; }

    /// <summary>Of the model itself on the same test split.</summary>
    public required double ModelAccuracy { get; init; }

    public required int TrainExamples { get; init; }

    /// <summary>Training examples that no probe learned from, for early stopping.</summary>
    public int HeldOutExamples { get; init; }

    public required int TestExamples { get; init; }

    /// <summary>Which test examples, as <see cref="Similarity.ExampleOrder"/> hashes them.</summary>
    public string? ExamplesHash { get; init; }

    /// <summary>Of training, those before an interruption included.</summary>
    public required double Seconds { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }
}
