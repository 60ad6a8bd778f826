namespace Strata.Data;

public enum SubsetKind
{
    /// <summary>⌊fraction × class size⌋ of each class, chosen by seed.</summary>
    Balanced,

    /// <summary>The first ⌊fraction × n⌋ examples, as the papers' code does.</summary>
    First,
}
