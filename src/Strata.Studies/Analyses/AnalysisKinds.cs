namespace Strata.Studies.Analyses;

/// <summary>All kinds of analyses.</summary>
internal static class AnalysisKinds
{
    /// <summary>Each after those that it needs.</summary>
    public static IReadOnlyList<AnalysisKind> All { get; } =
    [
        new ComponentsKind(), new WithoutComponentsKind(), new SparsityKind(), new CollapseKind(), new ProbesKind(), new BlocksKind(), new StabilityKind(), new CorrespondenceKind(), new DistancesKind(), new ErrorsKind(),
    ];

    public static AnalysisKind Of(string name) => All.FirstOrDefault(k => k.Name == name) ?? throw new ArgumentException($"'{name}' is no analysis; there are {string.Join(", ", All.Select(k => k.Name))}.", nameof(name));
}
