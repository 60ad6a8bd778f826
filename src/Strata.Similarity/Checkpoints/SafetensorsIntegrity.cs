namespace Strata.Checkpoints;

/// <summary>Whether a safetensors file is as it was written, as far as it can tell.</summary>
public enum SafetensorsIntegrity
{
    /// <summary>It has no checksum: of an earlier version, or of another program.</summary>
    Unsealed,

    Whole,

    /// <summary>Its metadata were copied by another program, which laid out tensors of its own; they cannot be judged.</summary>
    Rewritten,

    Damaged,
}
