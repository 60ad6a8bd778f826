namespace Strata.Studies.Reproduction;

/// <summary>How large a reproduction is.</summary>
public enum Scale
{
    /// <summary>Images that come with the program, minutes on a laptop.</summary>
    Tiny,

    /// <summary>A sixteenth of the paper's images: hours to days on a few cores.</summary>
    Small,

    /// <summary>As the paper has it: for a cluster.</summary>
    Paper,
}
