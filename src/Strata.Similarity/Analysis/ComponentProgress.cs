namespace Strata.Analysis;

/// <summary>How far the principal components are: passes over the data, and how many layers have settled.</summary>
public sealed record ComponentProgress(int Passes, int Settled, int Layers);
