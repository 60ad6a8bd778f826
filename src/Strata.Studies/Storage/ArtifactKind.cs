namespace Strata.Studies.Storage;

/// <summary>The folders of a study's output that hold artifacts, beside those of the analyses, which name their own.</summary>
public static class ArtifactKind
{
    public const string Model = "models";
    public const string Similarity = "similarity";

    /// <summary>What manifests call the artifacts of a folder.</summary>
    public static string InManifest(string folder) => folder == Model ? "model" : Path.GetFileName(folder);
}
