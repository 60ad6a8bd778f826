namespace Strata.Studies.Planning;

/// <summary>An analysis of one model.</summary>
/// <param name="Name">Of the model, and of the folder.</param>
public sealed record PlannedAnalysis(string Name, string Key);
