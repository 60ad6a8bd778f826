namespace Strata.Checkpoints;

/// <summary>What a safetensors file holds, without its numbers.</summary>
/// <param name="Metadata">The <c>__metadata__</c> of the file; empty where it has none.</param>
/// <param name="Entries">In the order of the header.</param>
/// <param name="DataStart">Where the numbers begin, in bytes from the start of the file.</param>
public sealed record SafetensorsHeader(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SafetensorsEntry> Entries,
    long DataStart);
