using Strata.Models;

namespace Strata.Training;

/// <summary>Where a training begins when not at initial weights, as fine-tuning does.</summary>
/// <param name="Weights">Copied, not changed; the caller's.</param>
/// <param name="Metadata">What the trained model's file says beside its architecture and recipe, such as which blocks it kept.</param>
public sealed record TrainingStart(NetworkWeights Weights, IReadOnlyDictionary<string, string> Metadata);
