namespace Strata.Training;

/// <summary>Where a training keeps its results and its state.</summary>
/// <param name="Weights">Appears once training has ended.</param>
/// <param name="Log">A line of JSON per epoch.</param>
/// <param name="Resume">State after the last whole epoch; gone once training has ended.</param>
public sealed record TrainingFiles(string Weights, string Log, string Resume)
{
    /// <summary>Leaves the state where it is when training has ended: for whoever has more to do before the result is safe.</summary>
    public bool KeepState { get; init; }

    /// <summary>FILE, FILE.training.jsonl and FILE.resume.</summary>
    public static TrainingFiles Beside(string weights) => new(weights, weights + ".training.jsonl", weights + ".resume");
}
