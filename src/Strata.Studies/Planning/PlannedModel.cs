using System.Text.Json.Serialization;
using Strata.Models;
using Strata.Training;

namespace Strata.Studies.Planning;

/// <summary>A network to be trained, or written as an untrained control.</summary>
public sealed record PlannedModel
{
    /// <summary>Of its folder, such as <c>cifar10-resnet38-1x-1of16-s0-3f9a1c</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name without data set and key: what <c>across</c> calls it.</summary>
    public required string Label { get; init; }

    public required string Key { get; init; }
    public required bool Trained { get; init; }

    /// <summary>The architecture, as in a weights file's metadata.</summary>
    public required IReadOnlyDictionary<string, string> Architecture { get; init; }

    /// <summary>Settled: nothing is left to defaults.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>Threads it is trained with; part of the key, since results keep their bits only for the same number.</summary>
    public required int Threads { get; init; }

    /// <summary>Of the whole training, forward and backward, tests included.</summary>
    public required double MultiplyAdds { get; init; }

    /// <summary>After which the weights are kept too.</summary>
    [JsonIgnore]
    public IEnumerable<int> SnapshotEpochs => Trained && Training.Snapshots is { } kept ? kept.Of(Training.Epochs) : [];

    [JsonIgnore]
    public ModelSpec Spec => ModelSpec.FromMetadata(Architecture);
}
