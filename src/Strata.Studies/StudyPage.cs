namespace Strata.Studies;

/// <summary>The page that a study ends in.</summary>
public sealed record StudyPage
{
    /// <summary>Null: the study's name.</summary>
    public string? Title { get; init; }
}
