namespace Strata.Report;

/// <summary>The family at a glance: widths from left to right, everything else that differs from row to row.</summary>
internal sealed class FamilyGrid
{
    public FamilyGrid(StudyView study)
    {
        Configuration[] all = [.. study.Configurations];
        Widths = [.. all.Select(configuration => configuration.Width).Distinct().Order()];
        Rows = [.. all.Select(Row).Distinct()
            .OrderByDescending(row => row.Trained).ThenBy(row => row.Family, StringComparer.Ordinal).ThenByDescending(row => row.Residual)
            .ThenBy(row => row.Depth).ThenByDescending(row => row.Fraction.Value)];
        bool networks = Varies(row => row.Network), depths = Varies(row => row.Depth), fractions = Varies(row => row.Fraction), training = Varies(row => row.Trained);
        RowLabels = [.. Rows.Select(row => string.Join(", ", new[]
        {
            networks || depths || !fractions && !training ? $"{row.Network}-{row.Depth}" : "",
            fractions ? row.FractionLabel : "",
            row.Trained ? "" : "untrained",
        }.Where(part => part.Length > 0)) is { Length: > 0 } label ? label : "trained")];
        RowTitle = depths && fractions ? "depth, data" : fractions ? "data" : depths ? "depth" : "network";

        bool Varies<T>(Func<Configuration, T> property) => Rows.Select(property).Distinct().Count() > 1;
    }

    /// <summary>The configurations of the rows; their width is 0.</summary>
    public IReadOnlyList<Configuration> Rows { get; }

    public IReadOnlyList<string> RowLabels { get; }

    /// <summary>What differs from row to row.</summary>
    public string RowTitle { get; }

    public IReadOnlyList<double> Widths { get; }

    public IReadOnlyList<string> ColumnLabels => [.. Widths.Select(width => $"{width:0.####}x")];

    /// <summary>What stands in a place of the grid, whether or not there are such models.</summary>
    public Configuration At(int row, int column) => Rows[row] with { Width = Widths[column] };

    private static Configuration Row(Configuration configuration) => configuration with { Width = 0 };
}
