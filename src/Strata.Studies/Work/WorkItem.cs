using System.Text.Json.Serialization;
using Strata.Data;
using Strata.Similarity;
using Strata.Studies.Planning;

namespace Strata.Studies.Work;

/// <summary>What a worker process is told to do, and with which images.</summary>
/// <param name="Output">The study's output folder.</param>
/// <param name="Source">Names the images.</param>
/// <param name="Reading">How they are read.</param>
/// <param name="DataHash">The images must still be those of the plan.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TrainItem), "train")]
[JsonDerivedType(typeof(SumItem), "sum")]
[JsonDerivedType(typeof(CompareItem), "compare")]
[JsonDerivedType(typeof(AnalysisItem), "analysis")]
public abstract record WorkItem(string Output, string Source, ImageReading Reading, string DataHash);

/// <summary>Trains a model, writes an untrained control or reads one from its file; and its predictions.</summary>
public sealed record TrainItem(string Output, string Source, ImageReading Reading, string DataHash, PlannedModel Model)
    : WorkItem(Output, Source, Reading, DataHash);

/// <summary>Runs models for pairs of them, each model's forward pass serving all of its pairs.</summary>
/// <param name="LargestLayer">Features of the largest layer of the whole plan: which models are still missing must not change how threads
/// share the work.</param>
public abstract record PairsItem(string Output, string Source, ImageReading Reading, string DataHash, StudySimilarity Similarity,
    IReadOnlyList<PlannedModel> Models, IReadOnlyList<PlannedComparison> Comparisons, long LargestLayer)
    : WorkItem(Output, Source, Reading, DataHash);

/// <summary>Sums a share of the passes.</summary>
public sealed record SumItem(string Output, string Source, ImageReading Reading, string DataHash, StudySimilarity Similarity,
    IReadOnlyList<PlannedModel> Models, IReadOnlyList<PlannedComparison> Comparisons, long LargestLayer, Shard Shard)
    : PairsItem(Output, Source, Reading, DataHash, Similarity, Models, Comparisons, LargestLayer);

/// <summary>Makes the matrices, of sums that are there and those that are missing.</summary>
public sealed record CompareItem(string Output, string Source, ImageReading Reading, string DataHash, StudySimilarity Similarity,
    IReadOnlyList<PlannedModel> Models, IReadOnlyList<PlannedComparison> Comparisons, long LargestLayer)
    : PairsItem(Output, Source, Reading, DataHash, Similarity, Models, Comparisons, LargestLayer);

/// <summary>Makes the folder of one analysis.</summary>
/// <param name="Models">Those that it is about.</param>
public sealed record AnalysisItem(string Output, string Source, ImageReading Reading, string DataHash, IReadOnlyList<PlannedModel> Models,
    PlannedAnalysis Analysis) : WorkItem(Output, Source, Reading, DataHash);
