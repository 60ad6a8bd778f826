using System.Text.Json;
using Strata.Runtime;

namespace Strata.Studies.Planning;

/// <summary>Everything that a study comes to: artifacts by name and content key.</summary>
public sealed record Plan
{
    /// <summary>Raised when this file gets another form; artifacts have keys of their own.</summary>
    public const int CurrentFormat = 3;

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

    /// <summary>Of all kinds, each after those that it needs.</summary>
    public required IReadOnlyList<PlannedAnalysis> Analyses { get; init; }

    /// <summary>Those of one kind.</summary>
    public IEnumerable<PlannedAnalysis> Of(string kind) => Analyses.Where(a => a.Kind == kind);

    /// <summary>The one of a kind with a name, or null.</summary>
    public PlannedAnalysis? Find(string kind, string name) => Analyses.FirstOrDefault(a => a.Kind == kind && a.Name == name);

    public static Plan Parse(string path)
    {
        if (!File.Exists(path)) throw new InvalidFileException(path, "does not exist: no study was run there");
        try
        {
            byte[] text = File.ReadAllBytes(path);
            Header header = JsonSerializer.Deserialize<Header>(text, StudyJson.File)
                ?? throw new InvalidFileException(path, "null is no plan");
            if (header.Format != CurrentFormat)
                throw new InvalidFileException(path,
                    $"format {header.Format} is not {CurrentFormat}, the one of this version: run the study again, which keeps what "
                    + "is there");
            return JsonSerializer.Deserialize<Plan>(text, StudyJson.File)!;
        }
        catch (JsonException wrong)
        {
            throw new InvalidFileException(path, $"no plan: {wrong.Message}", wrong);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, StudyJson.File) + "\n";

    /// <summary>What every version's plan has.</summary>
    private sealed record Header(int Format);
}
