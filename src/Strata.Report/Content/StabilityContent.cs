using Strata.Analysis;
using Strata.Models;

namespace Strata.Report;

/// <summary>What of the block structure stays between models that differ in their seed alone.</summary>
/// <param name="Models">Their names.</param>
/// <param name="Stability">With its mean and spread.</param>
/// <param name="Layers">Of the mean's axes.</param>
public sealed record StabilityContent(IReadOnlyList<string> Models, WindowStability Stability, IReadOnlyList<LayerInfo> Layers);
