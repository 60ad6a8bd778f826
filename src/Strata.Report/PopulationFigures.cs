using Strata.Analysis.Populations;
using Strata.Report.Drawing;

namespace Strata.Report;

/// <summary>
/// Two populations as a picture (P1 fig. 7): accuracies of examples and classes beside those of the controls, differences of examples
/// beside what chance gives, differences of classes.
/// </summary>
public static class PopulationFigures
{
    /// <summary>Writes <c>.png</c> and <c>.svg</c>.</summary>
    public static void Write(PopulationComparison comparison, string pathWithoutExtension, PopulationLabels labels)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentException.ThrowIfNullOrEmpty(pathWithoutExtension);
        new PopulationFigure(comparison, labels).Write(pathWithoutExtension);
    }
}
