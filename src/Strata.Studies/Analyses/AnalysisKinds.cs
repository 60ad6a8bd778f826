using Strata.Runtime;
using Strata.Studies.Planning;

namespace Strata.Studies.Analyses;

/// <summary>All kinds of analyses.</summary>
internal static class AnalysisKinds
{
    /// <summary>Each after those that it needs.</summary>
    public static IReadOnlyList<AnalysisKind> All { get; } =
    [
        new ComponentsKind(), new WithoutComponentsKind(), new MeasuresKind(), new SparsityKind(), new CollapseKind(), new ProbesKind(),
            new BlocksKind(), new DominantImagesKind(), new WithoutImagesKind(), new StabilityKind(), new CorrespondenceKind(),
            new DistancesKind(), new MatchingKind(), new ErrorsKind(),
    ];

    /// <summary>Models that a sentence names.</summary>
    private const int MostNamed = 4;

    /// <summary>
    /// What a study asks for and its plan has nothing of, or nothing of its ONNX graphs, each with the reason.
    /// </summary>
    public static IEnumerable<string> Absent(Study study, Plan plan)
    {
        foreach (AnalysisKind kind in All.Where(kind => study.Analyses.Contains(kind.Name)))
        {
            var refused = plan.Models.Where(model => model.Graph is not null)
                .GroupBy(model => kind.GraphProblem(model.Graph!, plan.Classes.Count), model => model.Label)
                .Where(models => models.Key is not null).ToArray();
            if (!plan.Of(kind.Name).Any() && refused.Sum(models => models.Count()) < plan.Models.Count)
                yield return $"{kind.Name}: {kind.Absence}";
            foreach (var models in refused)
            {
                int more = models.Count() - MostNamed;
                yield return $"{kind.Name} of {string.Join(", ", models.Take(MostNamed))}{(more > 0 ? $" and {more} more" : "")}: "
                    + models.Key;
            }
        }
    }

    /// <exception cref="InvalidFileException">A plan names one that there is not.</exception>
    public static AnalysisKind Of(string name)
        => All.FirstOrDefault(k => k.Name == name)
        ?? throw new InvalidFileException("plan.json", $"{Foreign.Quoted(name)} is no analysis");
}
