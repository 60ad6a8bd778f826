namespace Strata.Training;

/// <summary>Where a training keeps its results and its state.</summary>
/// <param name="Weights">Appears once training has ended.</param>
/// <param name="Log">A line of JSON per epoch.</param>
/// <param name="Resume">State after the last whole epoch, or within one; gone once training has ended.</param>
public sealed record TrainingFiles(string Weights, string Log, string Resume)
{
    /// <summary>Leaves the state where it is when training has ended: for whoever has more to do before the result is safe.</summary>
    public bool KeepState { get; init; }

    /// <summary>The folder of an event file for TensorBoard, which must be this training's alone; null: none is written.</summary>
    public string? Events { get; init; }

    /// <summary>A running epoch is kept so often, so that a kill loses no more of it.</summary>
    public TimeSpan KeepEvery { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The weights after an epoch, such as NAME.epoch3.safetensors beside NAME.safetensors.</summary>
    public string Snapshot(int epoch)
        => Path.Combine(Path.GetDirectoryName(Weights) ?? "", $"{Path.GetFileNameWithoutExtension(Weights)}.epoch{epoch}.safetensors");

    /// <summary>FILE, FILE.training.jsonl and FILE.resume.</summary>
    public static TrainingFiles Beside(string weights) => new(weights, weights + ".training.jsonl", weights + ".resume");
}
