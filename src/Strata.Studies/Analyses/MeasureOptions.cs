using System.Text.Json.Serialization;
using Strata.Activations;
using Strata.Similarity;

namespace Strata.Studies.Analyses;

/// <summary>A comparison by a measure other than CKA, settled.</summary>
/// <param name="Measure">As <see cref="Similarity.Measures.KnownMeasures.Parse"/> reads it.</param>
internal sealed record MeasureOptions(string Measure, string Layers, int MaxExamples, TokenChoice Tokens)
{
    [JsonIgnore]
    public ComparisonOptions Comparison => new() { Layers = Layers, MaxExamples = MaxExamples, Tokens = Tokens };
}
