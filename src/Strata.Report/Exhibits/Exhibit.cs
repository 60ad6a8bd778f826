namespace Strata.Report;

/// <summary>
/// Something that an analysis shows. The page, the tables and the figures know the kinds alone (<see cref="LayerMap"/>,
/// <see cref="LayerCurve"/>, <see cref="Chart"/>, <see cref="Table"/>, <see cref="ImageStrip"/>): whatever an analysis hands over as one of
/// them appears in all three. A <see cref="ClaimCard"/> is what a whole study shows.
/// </summary>
public abstract record Exhibit
{
    /// <summary>Of its files; empty for one that is part of another's file.</summary>
    public string Name { get; init; } = "";

    /// <summary>In two or three words; of a map or chart what it adds to the names of its models, such as <c>without PC1</c>.</summary>
    public string Title { get; init; } = "";

    /// <summary>A sentence about what there is to see, or empty.</summary>
    public string Says { get; init; } = "";

    /// <summary>Names of the models that it is about: one, a pair, or all seeds of a configuration. Empty: the study.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];
}
