using System.Text.Json.Serialization;

namespace Strata.Studies.Planning;

/// <summary>An artifact by name and content key.</summary>
/// <param name="Kind">The folder of its kind, such as <c>models</c> or <c>analysis/blocks</c>.</param>
public readonly record struct Artifact(string Kind, string Name, string Key)
{
    /// <summary>Its folder within the output, such as <c>analysis/blocks/NAME</c>.</summary>
    [JsonIgnore]
    public string Folder => Path.Combine(Kind, Name);

    /// <summary>Of the sums of some passes, the comparison that is made of them; else null.</summary>
    [JsonIgnore]
    public Artifact? Comparison
        => Kind == ArtifactKind.Sums && Name.LastIndexOf('-') is > 0 and var end ? new(ArtifactKind.Similarity, Name[..end], Key) : null;
}
