using Strata.Activations;
using Strata.Analysis;
using Strata.Models;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Report;

/// <summary>Models that were compared without a study, each under its own name.</summary>
public static class ComparedContent
{
    /// <param name="command">What compared them, such as <c>compare</c>.</param>
    /// <param name="title">Of the page.</param>
    /// <param name="names">Of the sources; no two are equal.</param>
    /// <param name="sources">What was compared.</param>
    /// <param name="found">Similarity of pairs, by index; (a, a) is within a model.</param>
    /// <param name="measure">By which measure; null: CKA, of which alone P1 and P2 say what a block is.</param>
    /// <param name="options">How, as JSON.</param>
    /// <param name="made">What a reader needs to make it again.</param>
    public static StudyContent Of(string command, string title, IReadOnlyList<string> names, IReadOnlyList<IActivationSource> sources,
        IReadOnlyList<((int A, int B) Pair, SimilarityMatrix Matrix)> found, Measure? measure, string options,
        IReadOnlyList<ProvenanceEntry> made)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(found);
        return new()
        {
            Title = title,
            Name = command,
            StudyJson = options,
            Models = [.. sources.Zip(names, Model)],
            Comparisons = [.. found.Select(one => new LayerMap
            {
                A = names[one.Pair.A],
                B = names[one.Pair.B],
                Matrix = one.Matrix,
                Measure = measure?.Text ?? "CKA",
                Brightest = measure?.Traits.Most ?? 1,
                IsDistance = measure?.Traits.IsDistance ?? false,
                Block = one.Matrix.Within && measure is null ? BlockStructure.Of(one.Matrix) : null,
            })],
            HowItWasMade = made,
        };
    }

    /// <summary>Its name is part of its configuration: two files are not taken for two seeds of one network.</summary>
    private static ModelContent Model(IActivationSource source, string name)
    {
        ModelSpec? spec = (source as TrainedModel)?.Spec;
        return new()
        {
            Name = name,
            Family = spec?.Family.Name ?? "",
            Depth = spec?.Depth ?? 0,
            Width = spec?.Width ?? 0,
            WidthUnit = spec?.Family.WidthUnit ?? "",
            Network = spec?.Title ?? name,
            Variant = spec is null ? "" : $"{spec.Variant}, {name}",
            Seed = null,
            Parameters = spec?.ParameterCount ?? 0,
            MultiplyAdds = spec?.MultiplyAdds ?? 0,
        };
    }
}
