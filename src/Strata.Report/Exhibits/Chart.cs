using Strata.Report.Drawing;

namespace Strata.Report;

/// <summary>Lines or points over common axes, such as accuracy against width, training curves, a plane of models.</summary>
public sealed record Chart : Exhibit
{
    public required string XLabel { get; init; }

    public required string YLabel { get; init; }

    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Where the horizontal axis carries numbers; null chooses round ones.</summary>
    public IReadOnlyList<double>? XTicks { get; init; }

    /// <summary>What stands at them in place of the numbers.</summary>
    public IReadOnlyList<string>? XTickLabels { get; init; }

    /// <summary>Equal ratios are equally far apart.</summary>
    public bool LogarithmicX { get; init; }

    /// <summary>Begins the vertical axis at 0.</summary>
    public bool FromZero { get; init; }

    /// <summary>Values that the vertical axis has room for beside its own, such as those of a chart to compare with.</summary>
    public IReadOnlyList<double> YAlso { get; init; } = [];

    /// <summary>The same of the horizontal axis, such as room for the names of what stands at its ends.</summary>
    public IReadOnlyList<double> XAlso { get; init; } = [];

    /// <summary>A unit is as long on one axis as on the other, as in a plane of distances.</summary>
    public bool EqualScales { get; init; }

    /// <summary>Writes <c>.png</c> and <c>.svg</c>.</summary>
    /// <exception cref="ArgumentException">No series.</exception>
    public void Write(string pathWithoutExtension) => Write(pathWithoutExtension, this);

    /// <summary>Writes several charts side by side.</summary>
    public static void Write(string pathWithoutExtension, params IReadOnlyList<Chart> charts)
    {
        ArgumentException.ThrowIfNullOrEmpty(pathWithoutExtension);
        new ChartFigure(charts).Write(pathWithoutExtension);
    }
}
