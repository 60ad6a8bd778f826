using Strata.Settings;

namespace Strata.Analysis;

/// <summary>Every option of principal components that a study has, described once.</summary>
public static class ComponentSettings
{
    public static IReadOnlyList<Member<ComponentOptions>> All { get; } =
    [
        new Member<ComponentOptions, int?>("maxExamples", new OptionalForm<int>(new NumberForm<int>(ComponentRanges.MaxExamples)),
            c => c.MaxExamples, (c, v) => c with { MaxExamples = v }, "A class-balanced choice of so many test examples; null: all."),
        new Member<ComponentOptions, int>("leading", new NumberForm<int>(ComponentRanges.Leading), c => c.Leading,
            (c, v) => c with { Leading = v, Vectors = Math.Max(new ComponentOptions().Vectors, v + ComponentRanges.Spare) },
            "Components whose shares of the variance are reported."),
    ];
}
