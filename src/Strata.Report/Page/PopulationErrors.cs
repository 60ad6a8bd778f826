using System.Text;
using Strata.Analysis.Populations;
using Strata.Report.Drawing;
using Strata.Report.Tables;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Page;

/// <summary>The section on populations: a figure, what the tests say, and the examples that differ most.</summary>
internal static class PopulationErrors
{
    /// <summary>Of each pair of populations; all are in the file of the table.</summary>
    private const int MostConfusions = 12, MostGroups = 20;

    public static string Html(StudyView study)
    {
        if (study.Content.Errors.Count == 0) return "";
        var text =
            new StringBuilder(
                "<section id=\"errors\">\n<h2>Errors of populations</h2>\n<p class=\"lead\">Models that differ in their seed alone are a "
                + "population. An example's accuracy is the share of a population that is right about it. "
            + "Two halves of one population are the control: what they differ by is chance.</p>");
        foreach (ErrorsContent errors in study.Content.Errors) One(text, study, errors);
        text.Append(Sections.Table(ErrorTables.Pairs(study), "pairs of populations"))
            .Append(Sections.Table(ErrorTables.Classes(study), "classes of populations"));
        Table groups = ErrorTables.Groups(study, MostGroups);
        if (groups.Rows.Count > 0)
            text.Append("<h3>Groups of classes</h3>").Append(Sections.Table(groups, "groups of classes"));
        Table confusions = ErrorTables.Confusions(study, MostConfusions);
        if (confusions.Rows.Count > 0)
            text.Append("<h3>What groups are taken for</h3>").Append(Sections.Table(confusions, "confusions of groups"));
        return text.Append("</section>").ToString();
    }

    private static void One(StringBuilder text, StudyView study, ErrorsContent errors)
    {
        PopulationComparison found = errors.Comparison;
        PopulationLabels labels = ErrorTables.Labels(study, errors);
        text.Append(InvariantCulture, $"<h3>{Page.Html.Escape(labels.A)} against {Page.Html.Escape(labels.B)}</h3>");
        string svg = new PopulationFigure(found, labels).Svg();
        string shown = $"Example accuracies, their differences and differences of classes of {labels.A} and {labels.B}; "
            + "the numbers are in the tables";
        text.Append(InvariantCulture, $"<div><img class=\"figure\" alt=\"{Page.Html.Escape(shown)}\" src=\"data:image/svg+xml;base64,")
            .Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))).Append("\"></div>");
        text.Append("<dl class=\"facts\">");
        foreach ((string name, string value) in ErrorFacts.Of(found, labels)) text.Append(InvariantCulture,
            $"<dt>{Page.Html.Escape(name)}</dt><dd>{Page.Html.Escape(value)}</dd>");
        text.Append("</dl>");
        Pictures(text, errors, found.AheadA, $"{labels.A} is ahead", labels);
        Pictures(text, errors, found.AheadB, $"{labels.B} is ahead", labels);
        Classes(text, errors, found.ClassesAheadA, $"{labels.A} is ahead", labels);
        Classes(text, errors, found.ClassesAheadB, $"{labels.B} is ahead", labels);
    }

    private static void Classes(StringBuilder text, ErrorsContent errors, IReadOnlyList<DifferentClass> classes, string title,
        PopulationLabels labels)
    {
        if (classes.Count == 0) return;
        text.Append(InvariantCulture,
            $"<h4>Classes where {Page.Html.Escape(title)}</h4><p class=\"small\">Chosen on one half of the models; the accuracies are "
            + $"those of the other half ({Page.Html.Escape(labels.A)}, {Page.Html.Escape(labels.B)}).</p><div class=\"examples\">");
        foreach (DifferentClass different in classes)
        {
            string name = Page.Html.Escape(errors.ClassName(different.Class));
            text.Append("<figure>");
            foreach (int index in different.Examples) text.Append(Image(errors, index, errors.ClassName(different.Class)));
            text.Append(InvariantCulture,
                $"<figcaption>{name}<br>{different.AccuracyA:0} and {different.AccuracyB:0}{Format.Space}%</figcaption></figure>");
        }
        text.Append("</div>");
    }

    private static void Pictures(StringBuilder text, ErrorsContent errors, IReadOnlyList<DifferentExample> examples, string title,
        PopulationLabels labels)
    {
        if (examples.Count == 0) return;
        text.Append(InvariantCulture,
            $"<h4>Where {Page.Html.Escape(title)}</h4><p class=\"small\">Chosen on one half of the models; the accuracies are those of "
            + $"the other half ({Page.Html.Escape(labels.A)}, {Page.Html.Escape(labels.B)}).</p><div class=\"examples\">");
        foreach (DifferentExample example in examples)
        {
            string name = errors.ClassName(example.Label);
            text.Append(InvariantCulture,
                $"<figure>{Image(errors, example.Index, name)}<figcaption>{Page.Html.Escape(name)}<br>{example.AccuracyA:0} and "
                + $"{example.AccuracyB:0}{Format.Space}%</figcaption></figure>");
        }
        text.Append("</div>");
    }

    private static string Image(ErrorsContent errors, int index, string className)
        => !errors.Pictures.TryGetValue(index, out byte[]? png) ? ""
            : $"<img class=\"example\" alt=\"{Page.Html.Escape($"Test image {index}, class {className}")}\" "
            + $"src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">";
}
