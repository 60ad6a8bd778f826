namespace Strata.Data;

/// <summary>Whether images are held in memory or decoded whenever they are asked for.</summary>
public enum StreamChoice
{
    /// <summary>By size: what fits into one array is held.</summary>
    Auto,

    Always,

    Never,
}
