namespace Strata.Report;

/// <summary>A run of layers that a heatmap marks.</summary>
/// <param name="First">0-based.</param>
/// <param name="Last">Inclusive.</param>
/// <param name="Rests">Whether the verdict rests on it: it is marked more strongly than the others.</param>
/// <param name="Label">Words beside its bracket, such as the verdict; null: none.</param>
/// <param name="Dominated">The share of its layers that a first component dominates; null where that is not known.</param>
public sealed record MarkedWindow(int First, int Last, bool Rests = true, string? Label = null, double? Dominated = null);
