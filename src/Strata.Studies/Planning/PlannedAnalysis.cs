using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Studies.Planning;

/// <summary>An analysis of one model or of several.</summary>
public sealed record PlannedAnalysis
{
    /// <summary>As in the study file: <c>blocks</c>, <c>probes</c>, ...</summary>
    public required string Kind { get; init; }

    /// <summary>Of its folder: the model's or the comparison's where it is about one, else one of its own.</summary>
    public required string Name { get; init; }

    public required string Key { get; init; }

    /// <summary>What the user reads while it runs.</summary>
    public required string Title { get; init; }

    /// <summary>What must be there before, by its role, such as <c>model</c> or <c>similarity</c>.</summary>
    public required IReadOnlyDictionary<string, Artifact> Inputs { get; init; }

    /// <summary>Names of the models that it is about.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Settled: nothing is left to defaults.</summary>
    public required JsonObject Options { get; init; }

    /// <summary>How it compares a model's layers, where it takes as long and as much memory as that does; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ComparisonOptions? Comparison { get; init; }

    public double MultiplyAdds { get; init; }

    /// <summary>Memory that it takes beyond images, weights and a pass of its one model, in bytes.</summary>
    public double Bytes { get; init; }

    /// <summary>Goes on without those of its models that could not be made.</summary>
    public bool OfFamily { get; init; }

    /// <summary>The options as their kind knows them.</summary>
    /// <exception cref="InvalidFileException">The plan holds others.</exception>
    public T Settled<T>() => JsonFile.Part<T>(Options, "plan.json", $"plan: options of {Foreign.Quoted(Name)}", StudyJson.Line);

    /// <summary>Threads that it is worth.</summary>
    public int Threads { get; init; } = 1;
}
