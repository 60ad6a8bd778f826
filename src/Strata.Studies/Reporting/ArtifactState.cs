namespace Strata.Studies.Reporting;

/// <summary>How far an artifact is.</summary>
public enum ArtifactState
{
    /// <summary>There, and as it was written.</summary>
    Done,

    /// <summary>Being made by a living run.</summary>
    Running,

    Left,

    /// <summary>Not as it was written, or made from something that is not: the next run makes it again.</summary>
    Damaged,

    /// <summary>Could not be made, or needs one that could not.</summary>
    Failed,
}
