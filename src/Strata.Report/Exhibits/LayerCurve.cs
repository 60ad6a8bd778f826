namespace Strata.Report;

/// <summary>What was found about a model's layers: drawn below its maps on the same axis, and a column of the table of layers.</summary>
public sealed record LayerCurve : Exhibit
{
    /// <summary>Of shares in [0, 1].</summary>
    public required IReadOnlyList<LayerLine> Lines { get; init; }

    /// <summary>A level to compare with, such as the model's own accuracy.</summary>
    public double? Reference { get; init; }

    /// <summary>The upper end of its axis: the next tenth above all that it shows.</summary>
    public double Top => Math.Clamp(Math.Ceiling(10 * Shown.DefaultIfEmpty(1).Max() - 1e-9) / 10, 0.1, 1);

    /// <summary>
    /// The lower end: 0, or where all that it shows is in the upper half of that, the next tenth below it, for points of accuracy would not
    /// be seen.
    /// </summary>
    public double Bottom
    {
        get
        {
            double least = Math.Floor(10 * Shown.DefaultIfEmpty(0).Min() + 1e-9) / 10;
            return least < 0.5 * Top ? 0 : Math.Min(least, Math.Round(Top - 0.1, 1));
        }
    }

    private IEnumerable<double> Shown => Lines.SelectMany(line => line.Values).Append(Reference ?? double.NaN).Where(double.IsFinite);
}
