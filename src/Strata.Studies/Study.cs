using Strata.Analysis;

namespace Strata.Studies;

/// <summary>What is to be trained, compared and shown: the content of a study file.</summary>
public sealed record Study
{
    /// <summary>Names the output folder, so letters and digits of any script, dots, dashes and underscores.</summary>
    public required string Name { get; init; }

    public required StudyData Data { get; init; }

    public required IReadOnlyList<StudyModel> Models { get; init; }

    /// <summary>
    /// The recipes that every model is trained by; fraction, subset and seed are set for each from <see cref="Data"/> and
    /// <see cref="Models"/>.
    /// </summary>
    public StudyTraining Training { get; init; } = new();

    public StudySimilarity Similarity { get; init; } = new();

    /// <summary>Names of those that are asked for, such as <see cref="Blocks"/>.</summary>
    public IReadOnlyList<string> Analyses { get; init; } = [Blocks, Components];

    /// <summary>The thresholds of verdicts; whether there is an input is up to the layers.</summary>
    public BlockOptions BlockThresholds { get; init; } = new();

    /// <summary>How principal components are computed.</summary>
    public ComponentOptions PrincipalComponents { get; init; } = new();

    public CollapseOptions BranchCollapse { get; init; } = new();

    public StudyErrors Errors { get; init; } = new();

    /// <summary>How probes are trained; augmentation, fraction, subset and seed are those of each model.</summary>
    public ProbeOptions Probes { get; init; } = new();

    public StudyPage Report { get; init; } = new();

    public const string Blocks = "blocks";
    public const string Components = "components";
    public const string OtherMeasures = "measures";
    public const string Matching = "matching";
    public const string WithoutComponents = "without-components";
    public const string DominantImages = "dominant-images";
    public const string WithoutImages = "without-images";
    public const string Sparsities = "sparsity";
    public const string Collapse = "collapse";
    public const string LinearProbes = "probes";
    public const string Stability = "stability";
    public const string Correspondence = "correspondence";
    public const string Distances = "distances";

    /// <summary>Of populations: architectures with several seeds.</summary>
    public const string PopulationErrors = "errors";
}
