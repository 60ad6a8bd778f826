namespace Strata.Checkpoints.PyTorch;

/// <summary>What stands in for a class or function that a pickle names.</summary>
internal enum PickleRole
{
    /// <summary>The type of a storage's numbers.</summary>
    Storage,

    /// <summary>Names and values.</summary>
    Dictionary,

    /// <summary>A tensor: a view of a storage.</summary>
    Tensor,

    /// <summary>What is given is the tensor itself.</summary>
    Parameter,

    /// <summary>Something beside the weights, such as a device: it is passed over.</summary>
    Ignored,
}
