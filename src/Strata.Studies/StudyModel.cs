using Strata.Models;

namespace Strata.Studies;

/// <summary>Models of one family: every depth with every width with every seed.</summary>
public sealed record StudyModel
{
    public string Family { get; init; } = ModelSpecs.Families[0];
    public required IReadOnlyList<int> Depth { get; init; }
    public IReadOnlyList<double> Width { get; init; } = [1];

    /// <summary>The seeds themselves; a study file may give their number instead.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [0];

    public bool Residual { get; init; } = true;

    /// <summary>False: the untrained control.</summary>
    public bool Trained { get; init; } = true;
}
