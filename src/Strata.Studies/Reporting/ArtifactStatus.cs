namespace Strata.Studies.Reporting;

/// <summary>How far an artifact is.</summary>
/// <param name="Artifact">Its folder within the output, such as <c>models/NAME</c>.</param>
/// <param name="Detail">Such as <c>epoch 12 of 60</c>, or why it failed.</param>
/// <param name="Cause">The folder of what failed and is at the bottom of it; null for what did not fail, or failed by itself.</param>
public sealed record ArtifactStatus(string Artifact, ArtifactState State, string? Detail, string? Cause = null);
