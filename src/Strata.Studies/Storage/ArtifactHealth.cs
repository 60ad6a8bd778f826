namespace Strata.Studies.Storage;

/// <summary>What there is in the place of an artifact.</summary>
public enum ArtifactHealth
{
    Missing,

    /// <summary>A result of other options, which takes the same name.</summary>
    Other,

    /// <summary>Something that is not as it was written, or was made from such a thing.</summary>
    Damaged,

    Whole,
}
