using Strata.Runtime;

namespace Strata.Report;

/// <summary>
/// The family at a glance: widths from left to right, or weight decays where there is one width and several decays; everything else that
/// differs from row to row. Where several studies are shown, each has its own.
/// </summary>
internal sealed class FamilyGrid
{
    private readonly bool _byDecay;
    private readonly double[] _columns;
    private readonly Configuration[] _all;

    /// <param name="name">Of <see cref="StudyView.Studies"/>.</param>
    public FamilyGrid(StudyView study, string name)
    {
        Configuration[] all = _all = [.. study.Configurations.Where(configuration => configuration.Study == name)];
        double[] widths = [.. all.Select(configuration => configuration.Width).Distinct().Order()];
        double[] decaysOfAll = [.. all.Select(configuration => configuration.WeightDecay).OfType<double>().Distinct().Order()];
        _byDecay = widths.Length == 1 && decaysOfAll.Length > 1;
        _columns = _byDecay ? decaysOfAll : widths;
        Rows = [.. all.Select(Row).Distinct()
            .OrderByDescending(row => row.Trained).ThenBy(row => row.Family, StringComparer.Ordinal)
            .ThenByDescending(row => row.Network, StringComparer.Ordinal)
            .ThenBy(row => row.Depth).ThenByDescending(row => row.Fraction.Value).ThenBy(row => row.LearningRate)
            .ThenBy(row => row.WeightDecay)];
        Configuration[] recipes = [.. Rows.Where(row => row.Trained)];
        bool networks = Varies(row => row.Network + row.Variant), depths = Varies(row => row.Depth),
            fractions = Varies(row => row.Fraction),
            training = Varies(row => row.Trained);
        bool rates = recipes.Select(row => row.LearningRate).Distinct().Count() > 1,
            decays = recipes.Select(row => row.WeightDecay).Distinct().Count() > 1;
        RowLabels = [.. Rows.Select(row => string.Join(", ", new[]
        {
            networks || depths || !fractions && !training && !rates && !decays ? row.OfAnyWidth : "",
            fractions ? row.FractionLabel : "",
            rates && row.Trained ? row.RateLabel : "",
            decays && row.Trained ? row.DecayLabel : "",
            row.Trained ? "" : "untrained",
        }.Where(part => part.Length > 0)) is { Length: > 0 } label ? label : "trained")];
        RowTitle = string.Join(", ", new[] { depths ? "depth" : "", fractions ? "data" : "", rates ? "rate" : "", decays ? "decay"
            : "" }.Where(part => part.Length > 0)) is { Length: > 0 } title ? title : "network";

        bool Varies<T>(Func<Configuration, T> property) => Rows.Select(property).Distinct().Count() > 1;
    }

    /// <summary>The configurations of the rows, without what differs from column to column.</summary>
    public IReadOnlyList<Configuration> Rows { get; }

    public IReadOnlyList<string> RowLabels { get; }

    /// <summary>What differs from row to row.</summary>
    public string RowTitle { get; }

    /// <summary>What differs from column to column.</summary>
    public string ColumnTitle => _byDecay ? "weight decay" : "width";

    public IReadOnlyList<string> ColumnLabels
        => [.. _columns.Select(value => _byDecay ? $"decay {WrittenNumber.Of(value)}" : WidthLabel(value))];

    /// <summary>
    /// What stands in a place of the grid, whether or not there are such models. An untrained control has no decay: it stands in the first
    /// column.
    /// </summary>
    public Configuration At(int row, int column)
        => !_byDecay ? Rows[row] with { Width = _columns[column] }
            : Rows[row].Trained || column > 0 ? Rows[row] with { WeightDecay = _columns[column] }
            : Rows[row];

    private string WidthLabel(double width) => _all.First(configuration => configuration.Width == width).WidthLabel;

    private Configuration Row(Configuration configuration)
        => _byDecay ? configuration with { WeightDecay = null } : configuration with { Width = 0 };
}
