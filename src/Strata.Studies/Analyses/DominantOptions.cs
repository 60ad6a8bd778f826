using System.Text.Json.Serialization;
using Strata.Analysis;

namespace Strata.Studies.Analyses;

/// <summary>Over which layers and images dominant ones are looked for: those that are compared.</summary>
internal sealed record DominantOptions(string Layers, int? MaxExamples)
{
    /// <summary>Of the first component alone, to what an order of images and a curve need.</summary>
    [JsonIgnore]
    public ComponentOptions Components => new() { MaxExamples = MaxExamples, Leading = 1, Tolerance = 1e-4 };
}
