using Strata.Report.Page;
using Strata.Report.Tables;
using Strata.Runtime;

namespace Strata.Report;

/// <summary>A study for people: one page that opens without a network, and its figures and tables as files beside it.</summary>
public static class StudyReport
{
    /// <summary>
    /// Writes <c>index.html</c>, <c>figures/*.png</c>, <c>.svg</c>, <c>.pdf</c> with their captions as <c>.txt</c>, and
    /// <c>tables/*.csv</c>.
    /// </summary>
    /// <returns>What the page begins with.</returns>
    /// <exception cref="ArgumentException">Two models of one name, a comparison of an unknown model, or axes that do not fit their
    /// matrix.</exception>
    /// <param name="progress">Told the share of the figures that are drawn.</param>
    public static StudyAnswer Write(StudyContent content, string directory, IProgress<double>? progress = null,
        CancellationToken stop = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var study = new StudyView(content);
        StudyFigures.Write(study, Path.Combine(directory, "figures"), progress, stop);
        foreach (Table table in StudyTables.All(study)) table.WriteCsv(Path.Combine(directory, "tables", table.Name + ".csv"));
        stop.ThrowIfCancellationRequested();
        // The page last: when it is there, what it links to is there.
        AtomicFile.WriteText(Path.Combine(directory, "index.html"), StudyPage.Build(study));
        return StudyAnswer.Of(study);
    }
}
