namespace Strata.Report;

/// <summary>A line of a chart.</summary>
/// <param name="Name">In the legend, where series of one name are one; the name of a model stands for its configuration.</param>
/// <param name="Points">In order; a NaN interrupts the line.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>Index of a colour; lines of one thing share it. Null takes the next.</summary>
    public int? Colour { get; init; }

    /// <summary>What a reader learns who points at a point, in the points' order; empty: nothing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>An interval around each point, or null; empty: none.</summary>
    public IReadOnlyList<(double Low, double High)?> Intervals { get; init; } = [];

    /// <summary>The lowest and the highest of what the line is the mean of, at each point; empty: none.</summary>
    public IReadOnlyList<(double Low, double High)> Band { get; init; } = [];

    public bool Dashed { get; init; }

    /// <summary>Dots at the points; of a scattered one bars in their place, as at means among the dots of what they are of.</summary>
    public bool Marked { get; init; }

    /// <summary>Dots alone: nothing leads from one point to the next.</summary>
    public bool Scattered { get; init; }
}
