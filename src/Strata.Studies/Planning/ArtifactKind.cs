namespace Strata.Studies.Planning;

/// <summary>The folders of a study's output that hold artifacts.</summary>
public static class ArtifactKind
{
    public const string Model = "models";
    public const string Similarity = "similarity";

    /// <summary>Sums of some passes of a comparison, which go once it is made of them.</summary>
    public const string Sums = "sums";

    /// <summary>Of an analysis by its name in study files.</summary>
    public static string OfAnalysis(string kind) => kind == Study.PopulationErrors ? kind : Path.Combine("analysis", kind);

    /// <summary>What manifests call the artifacts of a folder.</summary>
    public static string InManifest(string folder) => folder == Model ? "model" : Path.GetFileName(folder);
}
