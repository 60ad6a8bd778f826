using System.Text.Json.Serialization;
using Strata.Analysis.Populations;
using Strata.Studies.Storage;

namespace Strata.Studies.Planning;

/// <summary>A comparison of two populations by their errors.</summary>
/// <param name="Name">Of its folder: A~B.</param>
/// <param name="A">The models' name without seed, such as <c>resnet14-2x</c>.</param>
/// <param name="B">As <paramref name="A"/>.</param>
/// <param name="ModelsA">Names of the models.</param>
/// <param name="ModelsB">As <paramref name="ModelsA"/>.</param>
/// <param name="Groups">Groups of classes, or null.</param>
/// <param name="Resamples">For the interval of v².</param>
public sealed record PlannedErrors(string Name, string Key, string A, string B, IReadOnlyList<string> ModelsA, IReadOnlyList<string> ModelsB, IReadOnlyList<ClassGroup>? Groups, int Resamples)
{
    [JsonIgnore]
    public Artifact Artifact => new(ArtifactKind.Errors, Name, Key);
}
