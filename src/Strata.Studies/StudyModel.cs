using Strata.Checkpoints;
using Strata.Models.Families;

namespace Strata.Studies;

/// <summary>
/// Models of one family: every depth with every width with every seed. Or models that are there already, in files.
/// </summary>
public sealed record StudyModel
{
    public string Family { get; init; } = ModelFamilies.All[0].Name;
    public required IReadOnlyList<int> Depth { get; init; }

    /// <summary>Null: the family's own.</summary>
    public IReadOnlyList<double>? Width { get; init; }

    /// <summary>A path with * and ?, whose files are the models; null: they are made.</summary>
    public string? Files { get; init; }

    /// <summary>What the population of the files is called; null: as their network is.</summary>
    public string? Group { get; init; }

    /// <summary>How the files are read.</summary>
    public ModelReading Reading { get; init; } = new();

    /// <summary>The seeds themselves; a study file may give their number instead.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [0];

    /// <summary>What was chosen of the family's other options.</summary>
    public FamilyValues Options { get; init; } = FamilyValues.None;

    internal IReadOnlyList<double> Widths => Width ?? [(double)ModelFamilies.Named(Family).Options[1].Standard!];

    /// <summary>The family's other options, those that were not chosen at their defaults.</summary>
    internal FamilyValues Settled => Family.Length == 0 ? FamilyValues.None
        : ModelFamilies.Named(Family).Options.Skip(2).Where(option => !option.Hidden)
        .Aggregate(FamilyValues.None, (values, option) => values.With(option.Name, Options.Find(option.Name) ?? option.Standard!));

    internal FamilyValues Values(int depth, double width) => Options.With("depth", depth).With("width", width);

    /// <summary>False: the untrained control.</summary>
    public bool Trained { get; init; } = true;
}
