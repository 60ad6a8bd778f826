namespace Strata.Studies.Reporting;

/// <summary>How far an artifact is.</summary>
/// <param name="Artifact">Its folder within the output, such as <c>models/NAME</c>.</param>
/// <param name="Detail">Such as <c>epoch 12 of 60</c>, or why it failed.</param>
public sealed record ArtifactStatus(string Artifact, ArtifactState State, string? Detail);
