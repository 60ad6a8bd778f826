using Strata.Data;
using Strata.Runtime;

namespace Strata.Studies.Planning;

/// <summary>Everything that a study comes to: artifacts by name and content key.</summary>
public sealed record Plan
{
    /// <summary>Raised when this file gets another form; artifacts have keys of their own.</summary>
    public const int CurrentFormat = 5;

    public int Format { get; init; } = CurrentFormat;

    /// <summary>The study's name.</summary>
    public required string Study { get; init; }

    public required string Title { get; init; }

    /// <summary>The figure of a paper whose claim the page judges; null: none.</summary>
    public string? Claim { get; init; }

    /// <summary>What was typed.</summary>
    public required string Command { get; init; }

    /// <summary>As in the study file.</summary>
    public required string Source { get; init; }

    /// <summary>How its images are read.</summary>
    public ImageReading Reading { get; init; } = new();

    public required string DataHash { get; init; }
    public required string Citation { get; init; }

    /// <summary>What all results from these images share, such as how many were left out.</summary>
    public IReadOnlyList<string> DataWarnings { get; init; } = [];

    /// <summary>Names of the classes, in order of label.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Of study.json beside the plan, once both are written.</summary>
    public FileChecksum? StudyFile { get; init; }

    public required StudySimilarity Similarity { get; init; }
    public required IReadOnlyList<PlannedModel> Models { get; init; }
    public required IReadOnlyList<PlannedComparison> Comparisons { get; init; }

    /// <summary>Of all kinds, each after those that it needs.</summary>
    public required IReadOnlyList<PlannedAnalysis> Analyses { get; init; }

    /// <summary>
    /// The work, in the order in which it can be done; together they make every artifact, each once. Plans of earlier formats have none.
    /// </summary>
    public IReadOnlyList<PlannedStep> Steps { get; init; } = [];

    /// <summary>Those of one kind.</summary>
    public IEnumerable<PlannedAnalysis> Of(string kind) => Analyses.Where(a => a.Kind == kind);

    /// <summary>The one of a kind with a name, or null.</summary>
    public PlannedAnalysis? Find(string kind, string name) => Analyses.FirstOrDefault(a => a.Kind == kind && a.Name == name);

    /// <summary>Reads plan.json of a study's output.</summary>
    /// <exception cref="InvalidFileException">Missing, damaged, of another version, or one that cannot be.</exception>
    public static Plan Parse(string path) => PlanFile.Read(path);

    public string ToJson() => PlanFile.Text(this);
}
