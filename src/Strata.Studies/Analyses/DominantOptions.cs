using System.Text.Json.Serialization;
using Strata.Activations;
using Strata.Analysis;
using Strata.Similarity;

namespace Strata.Studies.Analyses;

/// <summary>Over which layers and images dominant ones are looked for: those that are compared.</summary>
/// <param name="Batch">Images at a time; plans of earlier versions do not say it.</param>
internal sealed record DominantOptions(string Layers, TokenChoice Tokens = default, int? MaxExamples = null, int Batch = 250)
{
    /// <summary>As a comparison asks for, whose memory is known to be there.</summary>
    public static DominantOptions Of(ComparisonOptions compared)
        => new(compared.Layers, compared.Tokens, compared.MaxExamples, Math.Min(compared.Batch, new ComponentOptions().Batch));

    /// <summary>Of the first component alone, to what an order of images and a curve need.</summary>
    [JsonIgnore]
    public ComponentOptions Components => new() { MaxExamples = MaxExamples, Batch = Batch, Leading = 1, Tolerance = 1e-4 };
}
