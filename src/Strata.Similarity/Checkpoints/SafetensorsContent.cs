using Strata.Models;

namespace Strata.Checkpoints;

/// <summary>A whole safetensors file in memory.</summary>
/// <param name="Metadata">The <c>__metadata__</c> of the file; empty where it has none.</param>
/// <param name="Tensors">By name; enumerates in the order of the header.</param>
public sealed record SafetensorsContent(IReadOnlyDictionary<string, string> Metadata, IReadOnlyDictionary<string, TensorData> Tensors)
{
    /// <summary>Whether it is as it was written.</summary>
    public SafetensorsIntegrity Integrity { get; init; }
}
