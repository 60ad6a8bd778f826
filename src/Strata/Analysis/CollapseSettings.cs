using Strata.Settings;

namespace Strata.Analysis;

/// <summary>Every option of a collapse that a study has, described once.</summary>
public static class CollapseSettings
{
    public static IReadOnlyList<Member<CollapseOptions>> All { get; } =
    [
        new Member<CollapseOptions, int?>("maxExamples", new OptionalForm<int>(new NumberForm<int>(ComponentRanges.MaxExamples)),
            c => c.MaxExamples, (c, v) => c with { MaxExamples = v }, "A class-balanced choice of so many test examples; null: all."),
    ];
}
