using Strata.Analysis;

namespace Strata.Report;

/// <summary>How far models are from each other.</summary>
/// <param name="Name">Of the artifact.</param>
/// <param name="Models">Their names, in the order of the distances.</param>
public sealed record DistancesContent(string Name, IReadOnlyList<string> Models, ModelDistances Distances);
