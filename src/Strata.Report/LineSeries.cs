namespace Strata.Report;

/// <summary>A line of a chart.</summary>
/// <param name="Points">In order; a NaN interrupts the line.</param>
public sealed record LineSeries(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>Index of a colour; lines of one thing share it. Null takes the next.</summary>
    public int? Colour { get; init; }

    public bool Dashed { get; init; }

    /// <summary>Dots at the points.</summary>
    public bool Marked { get; init; }

    /// <summary>Dots alone: nothing leads from one point to the next.</summary>
    public bool Scattered { get; init; }
}
