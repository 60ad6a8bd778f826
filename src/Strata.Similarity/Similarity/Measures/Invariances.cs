namespace Strata.Similarity.Measures;

/// <summary>Changes of a representation [examples, features].</summary>
[Flags]
public enum Invariances
{
    None = 0,

    /// <summary>Another order of the features.</summary>
    Permutation = 1,

    /// <summary>All features times one positive number.</summary>
    Scaling = 2,

    /// <summary>A vector added to every example.</summary>
    Translation = 4,

    /// <summary>Rotations and reflections of the features.</summary>
    Orthogonal = 8,

    /// <summary>Any invertible linear map of the features.</summary>
    Linear = 16,
}
