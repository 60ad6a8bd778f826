namespace Strata.Training;

/// <summary>Where a training keeps its results and its state.</summary>
/// <param name="Weights">Appears once training has ended.</param>
/// <param name="Log">A line of JSON per epoch.</param>
/// <param name="Resume">State after the last whole epoch; gone once training has ended.</param>
public sealed record TrainingFiles(string Weights, string Log, string Resume)
{
    /// <summary>FILE, FILE.training.jsonl and FILE.resume.</summary>
    public static TrainingFiles Beside(string weights) => new(weights, weights + ".training.jsonl", weights + ".resume");
}
