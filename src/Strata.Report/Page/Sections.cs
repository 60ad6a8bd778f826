using System.Text;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Page;

/// <summary>The plain parts of the page.</summary>
internal static class Sections
{
    /// <summary>More than these are folded away.</summary>
    private const int ManyCurves = 24;

    public static string Warnings(StudyView study, PageBudget budget)
    {
        var text = new StringBuilder();
        if (budget.Coarse)
            text.Append(
                "<p>To keep this page small, some maps are shown with two decimals and without standard errors; the study's similarity "
                + "folder has them in full.</p>");
        if (budget.LeftOut > 0)
            text.Append(
                $"<p>{budget.LeftOut} maps across models are left out of this page to keep it small; they are in the figures and "
                + "similarity folders.</p>");
        if (study.Warnings.Count == 0) return text.Append("<p>None.</p>").ToString();
        text.Append("<ul class=\"warnings\">");
        // The same remark about many models is one remark.
        foreach (var same in study.Warnings.GroupBy(warning => warning.Text))
        {
            string subjects = string.Join("; ", same.Select(warning => warning.Subject).Where(subject => subject != "").Distinct());
            text.Append("<li>").Append(subjects == "" ? "" : $"<strong>{Html.Escape(subjects)}</strong>: ").Append(Html.Escape(same.Key))
                .Append("</li>");
        }
        return text.Append("</ul>").ToString();
    }

    public static string Table(StudyView study, Table table)
    {
        int[] shown = [.. table.Columns.Index().Where(column => column.Item.Header is not null).Select(column => column.Index)];
        var text =
            new StringBuilder(
                $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table: {Html.Escape(table.Title)}\"><table "
                + "class=\"data\"><thead><tr>");
        foreach (int i in shown)
        {
            Column column = table.Columns[i];
            string explained = column.Explanation is null ? "" : $" title=\"{Html.Escape(column.Explanation)}\"";
            text.Append("<th scope=\"col\"").Append(column.Number ? " class=\"number\"" : "")
                .Append(InvariantCulture, $"{explained}>{Html.Escape(column.Header)}</th>");
        }
        text.Append("</tr></thead><tbody>\n");
        foreach (IReadOnlyList<Cell> row in table.Rows)
        {
            text.Append("<tr>");
            foreach (int i in shown)
                text.Append(table.Columns[i].Number ? "<td class=\"number\">" : "<td>").Append(Html.Escape(study.Worded(row[i].Text))).Append("</td>");
            text.Append("</tr>\n");
        }
        return
            text.Append(
                $"</tbody></table></div><p><a href=\"tables/{Html.Escape(table.Name)}.csv\">tables/{Html.Escape(table.Name)}.csv</a> has "
                + "all columns in full.</p>").ToString();
    }

    public static string Training(StudyView study)
    {
        var text = new StringBuilder();
        if (StudyFigures.Accuracy(study) is { } accuracy) text.Append(ChartHtml.Of(accuracy));
        int curves = study.Content.Models.Count(model => model.Curve.Count > 0);
        bool folded = curves > ManyCurves;
        text.Append(folded ? $"<details><summary>{curves} trainings</summary>" : "").Append("<div class=\"curves\">");
        foreach (var (index, model) in study.Content.Models.Index())
        {
            if (model.Curve.Count == 0) continue;
            string spoken =
                $"Training of {study.Label(model)}: loss and accuracy over {model.Curve.Count} epochs, ending at test accuracy "
                + $"{Format.Percent(model.TestAccuracy)}";
            text.Append(InvariantCulture,
                $"<figure><figcaption>{Html.Escape(study.Label(model))}</figcaption><div class=\"curve\" data-model=\"{index}\" "
                + $"role=\"img\" aria-label=\"{Html.Escape(spoken)}\"></div></figure>");
        }
        return text.Append("</div>").Append(folded ? "</details>" : "").ToString();
    }

    public static string Provenance(StudyView study)
    {
        var text = new StringBuilder("<dl class=\"facts\">");
        foreach (ProvenanceEntry entry in study.Content.HowItWasMade)
            text.Append(InvariantCulture, $"<dt>{Html.Escape(entry.Name)}</dt><dd>{Html.Escape(entry.Value)}</dd>");
        return text.Append("</dl>").ToString();
    }
}
