using static System.Globalization.CultureInfo;

namespace Strata.Report.Page;

/// <summary>What an analysis shows beside maps and curves, which have places of their own.</summary>
internal static class ExhibitHtml
{
    /// <summary>Longer tables are folded away.</summary>
    private const int MostRows = 20;

    public static string Of(StudyView study, Exhibit exhibit, Surroundings around) => exhibit switch
    {
        Chart chart => ChartHtml.Of(study.Worded(chart)),
        Table table => string.Create(InvariantCulture, $"<details{(table.Rows.Count > MostRows ? "" : " open")}><summary>"
            + $"{Html.Escape(Sentence(study.Label(table)))}</summary>{Said(table)}{Sections.Table(study, table, around)}</details>"),
        ImageStrip strip => ImageStripHtml.Of(study, strip),
        _ => "",
    };

    /// <summary>With a capital letter.</summary>
    public static string Sentence(string words) => words.Length == 0 ? "" : $"{char.ToUpperInvariant(words[0])}{words[1..]}";

    private static string Said(Table table) => table.Says == "" ? "" : $"<p class=\"small\">{Html.Escape(Sentence(table.Says))}.</p>";
}
