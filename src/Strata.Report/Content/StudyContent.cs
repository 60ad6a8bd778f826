namespace Strata.Report;

/// <summary>Everything that the page of a study shows.</summary>
public sealed record StudyContent
{
    public required string Title { get; init; }

    /// <summary>The study's name.</summary>
    public required string Name { get; init; }

    /// <summary>The study with every default filled in.</summary>
    public required string StudyJson { get; init; }

    /// <summary>How all models were trained, such as <c>60 epochs, batch 128, learning rate 0.05</c>; null where nothing was.</summary>
    public string? Recipe { get; init; }

    /// <summary>In the order of the study.</summary>
    public required IReadOnlyList<ModelContent> Models { get; init; }

    public required IReadOnlyList<LayerMap> Comparisons { get; init; }

    /// <summary>What was found, in sentences, where a command says it itself; they begin the page's answer.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>What the analyses show, in the order of analyses and models.</summary>
    public IReadOnlyList<Exhibit> Exhibits { get; init; } = [];

    /// <summary>Populations compared by their errors.</summary>
    public IReadOnlyList<ErrorsContent> Errors { get; init; } = [];

    /// <summary>Of every configuration whose seeds were compared.</summary>
    public IReadOnlyList<StabilityContent> Stabilities { get; init; } = [];

    /// <summary>About the study as a whole; those about a model or a matrix stand with it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public IReadOnlyList<ProvenanceEntry> HowItWasMade { get; init; } = [];
}
