using Strata.Checkpoints;

namespace Strata.Studies.Planning;

/// <summary>A model of a study that is there already.</summary>
/// <param name="Path">As the study's pattern finds it.</param>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Reading">What the study says of it.</param>
/// <param name="Layout">Whose names its tensors have; null: Strata's own file.</param>
/// <param name="Group">What the study calls its population; null: as the network is called.</param>
public sealed record PlannedFile(string Path, string Hash, ModelReading Reading, string? Layout, string? Group);
