using Strata.Runtime;
using Strata.Settings;

namespace Strata.Similarity.Measures;

/// <summary>The measures that there are beside CKA.</summary>
public static class KnownMeasures
{
    /// <summary>By name, each as it is without an argument.</summary>
    public static IReadOnlyList<Measure> All { get; } =
    [
        .. ((Measure[])
        [
            new AngularCka(), new AngularProcrustes(), new CosineCka(), new Disagreement(), new DistanceCorrelation(), new JensenShannon(),
            new Kappa(), new LinearRegression(), new MeanCca(), new NeighbourJaccard(), new NeighbourOverlap(), new Pwcca(), new RbfCka(),
            new RepresentationalSimilarity(), new SecondOrderCosine(), new Svcca(),
        ]).OrderBy(measure => measure.Name),
    ];

    /// <summary>Reads <c>NAME</c> or <c>NAME:ARGUMENT</c>, such as <c>knn-jaccard:20</c>.</summary>
    /// <exception cref="InvalidOptionsException">No such measure, or it does not take the argument.</exception>
    public static Measure Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':', 2);
        if (parts[0] is "linear" or "cosine" or "rbf")
            throw new InvalidOptionsException($"measure: {Foreign.Quoted(text)} is a kernel of cka, not a measure; 'strata similarity' "
                + $"takes it as --kernel {(text == "rbf" ? "rbf:0.5" : Foreign.Words(text))}"
                + (parts[0] == "linear" ? "" : $", and {parts[0]}-cka is the measure"));
        Measure measure = All.FirstOrDefault(measure => measure.Name == parts[0])
            ?? throw new InvalidOptionsException($"measure: {Foreign.Quoted(parts[0])} is unknown"
                + Suggestion.For(parts[0], [SimilarityMatrix.Cka, .. All.Select(measure => measure.Name)]));
        return parts.Length == 1 ? measure : measure.WithArgument(parts[1]);
    }
}
