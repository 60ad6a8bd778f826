namespace Strata.Studies.Reporting;

/// <summary>How far an artifact is.</summary>
public enum ArtifactState
{
    Done,

    /// <summary>Being made by a living run.</summary>
    Running,

    Left,

    /// <summary>Could not be made, or needs one that could not.</summary>
    Failed,
}
