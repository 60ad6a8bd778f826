using System.Text;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Page;

/// <summary>The plain parts of the page.</summary>
internal static class Sections
{
    /// <summary>Models and pairs that a warning names; the mark on their maps says that there is one.</summary>
    private const int Named = 6;

    public static string Warnings(StudyView study, PageBudget budget)
    {
        var text = new StringBuilder();
        if (budget.Coarse)
            text.Append(
                "<p>To keep this page small, some maps are shown with two decimals and without standard errors; the study's similarity "
                + "folder has them in full.</p>");
        if (budget.LeftOut > 0)
            text.Append(
                $"<p>{budget.LeftOut} {(budget.LeftOut == 1 ? "map is" : "maps are")} left out of this page to keep it small; the study's "
                + "folders have all of them.</p>");
        if (study.Warnings.Count == 0) return text.Append("<p>None.</p>").ToString();
        text.Append("<ul class=\"warnings\">");
        // The same remark about many models is one remark.
        foreach (var same in study.Warnings.GroupBy(warning => warning.Text))
        {
            string[] all = [.. same.Select(warning => warning.Subject).Where(subject => subject != "").Distinct()];
            string subjects = string.Join("; ", all.Length > Named ? all.Take(Named - 1) : all)
                + (all.Length > Named ? $" and {all.Length - Named + 1} more" : "");
            text.Append("<li>").Append(subjects == "" ? "" : $"<strong>{Html.Escape(subjects)}</strong>: ").Append(Html.Escape(same.Key))
                .Append("</li>");
        }
        return text.Append("</ul>").ToString();
    }

    public static string Table(StudyView study, Table table, Surroundings around)
    {
        // A column without anything says nothing. What is not shown is there for the file that the page saves.
        bool[] shown = [.. table.Columns.Index().Select(column => column.Item.Header is not null
            && (table.Rows.Count == 0 || table.Rows.Any(row => row[column.Index].Text is not (Format.None or ""))))];
        var text =
            new StringBuilder(
                $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table: {Html.Escape(table.Title)}\"><table "
                + $"class=\"data sortable\" data-file=\"{Html.Escape(table.Name)}\"><thead><tr>");
        foreach (var (i, column) in table.Columns.Index())
        {
            string explained = column.Explanation is null ? "" : $" title=\"{Html.Escape(column.Explanation)}\"";
            text.Append(InvariantCulture, $"<th scope=\"col\" data-name=\"{Html.Escape(column.Name)}\"")
                .Append(shown[i] ? "" : " hidden").Append(column.Number ? " class=\"number\"" : "")
                .Append(InvariantCulture, $"{explained}>{Html.Escape(shown[i] ? column.Header : "")}</th>");
        }
        text.Append("</tr></thead><tbody>\n");
        foreach (IReadOnlyList<Cell> row in table.Rows)
        {
            text.Append("<tr>");
            foreach (var (i, cell) in row.Index())
                text.Append("<td").Append(shown[i] ? "" : " hidden").Append(table.Columns[i].Number ? " class=\"number\"" : "")
                    .Append(cell.Value == cell.Text && shown[i] ? "" : $" data-value=\"{Html.Escape(cell.Value)}\"")
                    .Append('>').Append(shown[i] ? Shown(study, cell) : "").Append("</td>");
            text.Append("</tr>\n");
        }
        text.Append("</tbody></table></div>");
        return !around.HasFiles ? text.ToString()
            : text.Append(
                $"<p><a href=\"tables/{Html.Escape(table.Name)}.csv\">tables/{Html.Escape(table.Name)}.csv</a> has "
                + "all columns in full.</p>").ToString();
    }

    private static string Shown(StudyView study, Cell cell)
    {
        string text = Html.Escape(study.Worded(cell.Text));
        return cell.Shows is { } shows ? $"<a href=\"#{Html.Escape(shows)}\">{text}</a>" : text;
    }

    /// <summary>A line for each configuration, its seeds as a band; one axis of the loss for all.</summary>
    public static string Training(StudyView study)
    {
        IReadOnlyList<Chart> charts = StudyFigures.Training(study);
        if (charts.Count == 0) return "<p>Nothing was trained.</p>";
        var text = new StringBuilder("<div class=\"charts\">");
        foreach (Chart chart in charts) text.Append(ChartHtml.Of(chart));
        return text.Append("</div>").ToString();
    }

    public static string Provenance(StudyView study)
    {
        var text = new StringBuilder("<dl class=\"facts\">");
        foreach (ProvenanceEntry entry in study.Content.HowItWasMade)
            text.Append(InvariantCulture, $"<dt>{Html.Escape(entry.Name)}</dt><dd>{Html.Escape(entry.Value)}</dd>");
        return text.Append("</dl>").ToString();
    }
}
