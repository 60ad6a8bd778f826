namespace Strata.Studies.Storage;

/// <summary>The kinds of artifact folders in a study's output.</summary>
public enum ArtifactKind
{
    Model,
    Similarity,
    Components,
    Blocks,
    Errors,
}
