using System.Text.Json.Serialization;
using Strata.Studies.Planning;

namespace Strata.Studies.Running;

/// <summary>What a worker process is told to do, and with which images.</summary>
/// <param name="Output">The study's output folder.</param>
/// <param name="DataHash">The images must still be those of the plan.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TrainItem), "train")]
[JsonDerivedType(typeof(CompareItem), "compare")]
[JsonDerivedType(typeof(ComponentsItem), "components")]
[JsonDerivedType(typeof(ErrorsItem), "errors")]
public abstract record WorkItem(string Output, string Source, string DataHash);

/// <summary>Trains a model, or writes an untrained control, and its predictions.</summary>
public sealed record TrainItem(string Output, string Source, string DataHash, PlannedModel Model) : WorkItem(Output, Source, DataHash);

/// <summary>Compares pairs of models, each model's forward pass serving all of its pairs.</summary>
public sealed record CompareItem(string Output, string Source, string DataHash, StudySimilarity Similarity, IReadOnlyList<PlannedModel> Models, IReadOnlyList<PlannedComparison> Comparisons)
    : WorkItem(Output, Source, DataHash);

/// <summary>Finds the shares of a model's first principal components.</summary>
public sealed record ComponentsItem(string Output, string Source, string DataHash, PlannedModel Model, PlannedAnalysis Analysis) : WorkItem(Output, Source, DataHash);

/// <summary>Compares two populations by their errors.</summary>
public sealed record ErrorsItem(string Output, string Source, string DataHash, IReadOnlyList<PlannedModel> Models, PlannedErrors Errors) : WorkItem(Output, Source, DataHash);
