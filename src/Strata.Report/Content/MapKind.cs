namespace Strata.Report;

/// <summary>What the cells of a map are.</summary>
public enum MapKind
{
    /// <summary>CKA of two layers.</summary>
    Similarity,

    /// <summary>CKA after the leading components of each batch are taken off.</summary>
    WithoutComponents,

    /// <summary>Squared cosine between two layers' projections of the examples on their first components.</summary>
    ComponentCosines,

    /// <summary>The mean of CKA over models that differ in their seed alone.</summary>
    SeedMean,

    /// <summary>The standard deviation of CKA over the same.</summary>
    SeedSpread,
}
