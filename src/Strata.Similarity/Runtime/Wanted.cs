namespace Strata.Runtime;

/// <summary>What a file was opened as.</summary>
public enum Wanted
{
    /// <summary>A safetensors file of weights.</summary>
    Weights,

    /// <summary>A NumPy array.</summary>
    Array,

    /// <summary>Images, or an archive of them.</summary>
    Images,

    /// <summary>A study, groups of classes, a list of layers.</summary>
    Json,
}
