using Strata.Report.Page;
using Strata.Report.Tables;
using Strata.Runtime;

namespace Strata.Report;

/// <summary>A study for people: one page that opens without a network, and its figures and tables as files beside it.</summary>
public static class StudyReport
{
    /// <summary>
    /// Writes <c>index.html</c>, <c>figures/*.png</c>, <c>.svg</c>, <c>.pdf</c> with their captions as <c>.txt</c>, and
    /// <c>tables/*.csv</c>; of published claims <c>claims.json</c>.
    /// </summary>
    /// <returns>What the page begins with.</returns>
    /// <exception cref="ArgumentException">
    /// Two models of one name, a comparison of an unknown model, or axes that do not fit their matrix.
    /// </exception>
    /// <param name="progress">Told the share of the figures that are drawn.</param>
    public static StudyAnswer Write(StudyContent content, string directory, IProgress<double>? progress = null,
        CancellationToken stop = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var study = new StudyView(content);
        StudyFigures.Write(study, Path.Combine(directory, "figures"), progress, stop);
        if (ClaimFile.Text(study) is { } claims) AtomicFile.WriteText(Path.Combine(directory, ClaimFile.Name), claims);
        foreach (Table table in StudyTables.All(study)) table.WriteCsv(Path.Combine(directory, "tables", table.Name + ".csv"));
        stop.ThrowIfCancellationRequested();
        // The page last: when it is there, what it links to is there.
        AtomicFile.WriteText(Path.Combine(directory, "index.html"), StudyPage.Build(study));
        return StudyAnswer.Of(study);
    }

    /// <summary>
    /// The page alone, for a server that keeps it up to date: beside it, <c>state</c> says what there is by now (see live.ts).
    /// </summary>
    /// <param name="content">What there is.</param>
    /// <param name="version">Of what there is: the page offers to load itself again when <c>state</c> says another one.</param>
    /// <exception cref="ArgumentException">As <see cref="Write"/>.</exception>
    public static string LivePage(StudyContent content, string version)
        => StudyPage.Build(new StudyView(content), new Surroundings(false, version));

    /// <summary>The page alone, as one file without figures and tables beside it.</summary>
    /// <exception cref="ArgumentException">As <see cref="Write"/>.</exception>
    public static string PageAlone(StudyContent content) => StudyPage.Build(new StudyView(content), new Surroundings(false));
}
