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
            new BlocksKind(), new StabilityKind(), new CorrespondenceKind(), new DistancesKind(), new MatchingKind(),
            new ErrorsKind(),
    ];

    /// <summary>What a study asks for and its plan has nothing of, each with the reason.</summary>
    public static IEnumerable<string> Absent(Study study, Plan plan)
        => All.Where(kind => study.Analyses.Contains(kind.Name) && !plan.Of(kind.Name).Any())
        .Select(kind => $"{kind.Name}: {kind.Absence}");

    /// <exception cref="InvalidFileException">A plan names one that there is not.</exception>
    public static AnalysisKind Of(string name)
        => All.FirstOrDefault(k => k.Name == name)
        ?? throw new InvalidFileException("plan.json", $"{Foreign.Quoted(name)} is no analysis");
}
