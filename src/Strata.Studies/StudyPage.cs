namespace Strata.Studies;

/// <summary>The page that a study ends in.</summary>
public sealed record StudyPage
{
    /// <summary>Null: the study's name.</summary>
    public string? Title { get; init; }

    /// <summary>The figure of a paper whose claim the page judges, such as <c>figure-2</c>; null: none.</summary>
    public string? Claim { get; init; }
}
