using System.Text.Json;
using Strata.Runtime;

namespace Strata.Studies.Planning;

/// <summary>Everything that a study comes to: artifacts by name and content key.</summary>
public sealed record Plan
{
    /// <summary>Raised when artifacts of the same options get another content or form.</summary>
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    /// <summary>The study's name.</summary>
    public required string Study { get; init; }

    public required string Title { get; init; }

    /// <summary>What was typed.</summary>
    public required string Command { get; init; }

    /// <summary>As in the study file.</summary>
    public required string Source { get; init; }

    public required string DataHash { get; init; }
    public required string Citation { get; init; }
    /// <summary>Names of the classes, in order of label.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    public required StudySimilarity Similarity { get; init; }
    public required IReadOnlyList<PlannedModel> Models { get; init; }
    public required IReadOnlyList<PlannedComparison> Comparisons { get; init; }

    /// <summary>Shares of principal components.</summary>
    public required IReadOnlyList<PlannedAnalysis> Components { get; init; }

    /// <summary>Verdicts on the block structure.</summary>
    public required IReadOnlyList<PlannedAnalysis> Blocks { get; init; }

    /// <summary>Comparisons of populations by their errors.</summary>
    public IReadOnlyList<PlannedErrors> Errors { get; init; } = [];

    public static Plan Parse(string path)
    {
        if (!File.Exists(path)) throw new InvalidFileException(path, "does not exist: no study was run there");
        try
        {
            Plan plan = JsonSerializer.Deserialize<Plan>(File.ReadAllBytes(path), StudyJson.File) ?? throw new InvalidFileException(path, "null is no plan");
            return plan.Format == CurrentFormat ? plan : throw new InvalidFileException(path, $"format {plan.Format} is not {CurrentFormat}, the one of this version: run the study again");
        }
        catch (JsonException wrong)
        {
            throw new InvalidFileException(path, $"no plan: {wrong.Message}", wrong);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, StudyJson.File) + "\n";
}
