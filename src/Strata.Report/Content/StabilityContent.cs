using Strata.Analysis;

namespace Strata.Report;

/// <summary>What of the block structure stays between models that differ in their seed alone.</summary>
/// <param name="Models">Their names.</param>
public sealed record StabilityContent(IReadOnlyList<string> Models, WindowStability Stability);
