using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Strata.Engine;
using Strata.Models;
using Strata.Training;

namespace Strata.Studies.Planning;

/// <summary>A network to be trained, written as an untrained control, or read from a file.</summary>
public sealed record PlannedModel
{
    /// <summary>Of its folder, such as <c>cifar10-resnet38-1x-1of16-s0-3f9a1c</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name without data set and key: what <c>across</c> calls it.</summary>
    public required string Label { get; init; }

    public required string Key { get; init; }
    public required bool Trained { get; init; }

    /// <summary>The file that it is there in already; null: it is made.</summary>
    public PlannedFile? File { get; init; }

    /// <summary>Whether the study trains it.</summary>
    [JsonIgnore]
    public bool IsTrainedHere => Trained && File is null;

    /// <summary>The architecture, as in a weights file's metadata; empty of an ONNX graph.</summary>
    public required IReadOnlyDictionary<string, string> Architecture { get; init; }

    /// <summary>Null: a network of Strata's own.</summary>
    // Left out where there is none, so that plans without graphs are as they were.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlannedGraph? Graph { get; init; }

    /// <summary>Settled: nothing is left to defaults.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>Threads it is trained with; part of the key, since results keep their bits only for the same number.</summary>
    public required int Threads { get; init; }

    /// <summary>Of the whole training, forward and backward, tests included.</summary>
    public required double MultiplyAdds { get; init; }

    /// <summary>After which the weights are kept too.</summary>
    [JsonIgnore]
    public IEnumerable<int> SnapshotEpochs => IsTrainedHere && Training.Snapshots is { } kept ? kept.Of(Training.Epochs) : [];

    /// <summary>Null: an ONNX graph.</summary>
    [JsonIgnore]
    public ModelSpec? Spec => Graph is null ? s_specs.GetValue(Architecture, Built) : null;

    /// <summary>The architecture of a network of Strata's own, as the study makes them.</summary>
    internal ModelSpec OwnSpec() => Spec ?? throw new InvalidOperationException($"{Name} is an ONNX graph");

    /// <summary>What the architecture is called.</summary>
    [JsonIgnore]
    public string NetworkName => Spec?.Name ?? Label;

    [JsonIgnore]
    public IReadOnlyList<LayerInfo> Layers => Graph?.Layers ?? OwnSpec().Layers;

    [JsonIgnore]
    public long ParameterCount => Graph?.Weights ?? OwnSpec().ParameterCount;

    /// <summary>Of a forward pass of one image.</summary>
    [JsonIgnore]
    public long MultiplyAddsPerImage => Graph?.MultiplyAdds ?? OwnSpec().MultiplyAdds;

    /// <summary>Bytes that a forward pass of so many images takes, weights included.</summary>
    internal long PassBytes(int batch) => Graph?.PassBytes(batch) ?? NetworkMemory.OfPass(OwnSpec().Graph, batch);

    /// <summary>Networks are built once: a plan of many pairs asks for them thousands of times, and many differ in their seed alone.
    /// </summary>
    private static readonly ConditionalWeakTable<IReadOnlyDictionary<string, string>, ModelSpec> s_specs = [];

    private static readonly ConcurrentDictionary<string, ModelSpec> s_built = [];

    private static ModelSpec Built(IReadOnlyDictionary<string, string> architecture)
        => s_built.GetOrAdd(JsonSerializer.Serialize(architecture), _ => ModelSpec.FromMetadata(architecture));
}
