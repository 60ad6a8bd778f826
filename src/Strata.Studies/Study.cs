using Strata.Training;

namespace Strata.Studies;

/// <summary>What is to be trained, compared and shown: the content of a study file.</summary>
public sealed record Study
{
    /// <summary>Names the output folder, so letters, digits, dots, dashes and underscores.</summary>
    public required string Name { get; init; }

    public required StudyData Data { get; init; }

    public required IReadOnlyList<StudyModel> Models { get; init; }

    /// <summary>The recipe of every model; fraction, subset and seed are set for each from <see cref="Data"/> and <see cref="Models"/>.</summary>
    public TrainingOptions Training { get; init; } = new();

    public StudySimilarity Similarity { get; init; } = new();

    /// <summary>Of <see cref="KnownAnalyses"/>.</summary>
    public IReadOnlyList<string> Analyses { get; init; } = [Blocks, Components];

    public StudyErrors Errors { get; init; } = new();

    public StudyPage Report { get; init; } = new();

    public const string Blocks = "blocks";
    public const string Components = "components";

    /// <summary>Of populations: architectures with several seeds.</summary>
    public const string PopulationErrors = "errors";

    public static IReadOnlyList<string> KnownAnalyses { get; } = [Blocks, Components, PopulationErrors];
}
