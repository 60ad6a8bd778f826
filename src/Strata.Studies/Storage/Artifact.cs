namespace Strata.Studies.Storage;

/// <summary>An artifact by name and content key.</summary>
public readonly record struct Artifact(ArtifactKind Kind, string Name, string Key)
{
    /// <summary>Its folder within the output, such as <c>analysis/blocks/NAME</c>.</summary>
    public string Folder => Path.Combine(Kind switch
    {
        ArtifactKind.Model => "models",
        ArtifactKind.Similarity => "similarity",
        ArtifactKind.Errors => "errors",
        ArtifactKind.Components => Path.Combine("analysis", "components"),
        _ => Path.Combine("analysis", "blocks"),
    }, Name);
}
