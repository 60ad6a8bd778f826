using Strata.Data;
using Strata.Models;

namespace Strata.Checkpoints;

/// <summary>What the file of a model says without its numbers.</summary>
/// <param name="Metadata">Of the file; empty where it has none.</param>
/// <param name="Normalization">What its images are normalised by; null: nothing.</param>
/// <param name="Origin">Null for a file that Strata wrote.</param>
public sealed record ModelHeader(ModelSpec Spec, IReadOnlyDictionary<string, string> Metadata, Normalization? Normalization,
    ModelOrigin? Origin);
