namespace Strata.Report;

/// <summary>A figure that some layers have and others have not.</summary>
/// <param name="Name">In the legend; empty for one that goes with the line before.</param>
/// <param name="Values">[layers]: NaN where there is none; a line connects those that are there.</param>
/// <param name="Colour">Index into the colours of the charts.</param>
public sealed record LayerLine(string Name, IReadOnlyList<double> Values, int Colour)
{
    /// <summary>Its column in the table of layers; lines that share one are one there. Empty: none.</summary>
    public string Column { get; init; } = "";
}
