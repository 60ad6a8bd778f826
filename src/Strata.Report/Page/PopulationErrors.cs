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

    public static string Html(StudyView study, Surroundings around)
    {
        if (study.Content.Errors.Count == 0) return "";
        var text =
            new StringBuilder(
                "<section id=\"errors\">\n<h2>Errors of populations</h2>\n<p class=\"lead\">Models that differ in their seed alone are a "
                + "population. An example's accuracy is the share of a population that is right about it. "
            + "Two halves of one population are the control: what they differ by is chance.</p>");
        foreach (var (index, errors) in study.Content.Errors.Index()) One(text, study, index, errors);
        text.Append(Sections.Table(study, ErrorTables.Pairs(study), around))
            .Append(Sections.Table(study, ErrorTables.Classes(study), around));
        Table groups = ErrorTables.Groups(study, MostGroups);
        if (groups.Rows.Count > 0) text.Append("<h3>Groups of classes</h3>").Append(Sections.Table(study, groups, around));
        Table confusions = ErrorTables.Confusions(study, MostConfusions);
        if (confusions.Rows.Count > 0)
            text.Append("<h3>What groups are taken for</h3>").Append(Sections.Table(study, confusions, around));
        return text.Append("</section>").ToString();
    }

    private static void One(StringBuilder text, StudyView study, int index, ErrorsContent errors)
    {
        PopulationComparison found = errors.Comparison;
        PopulationLabels labels = ErrorTables.Labels(study, errors);
        text.Append(InvariantCulture, $"<h3>{Page.Html.Escape(labels.A)} against {Page.Html.Escape(labels.B)}</h3>");
        // The script fills it.
        text.Append(InvariantCulture, $"<div class=\"explore\" data-errors=\"{index}\" hidden></div>");
        string shown = $"Example accuracies, their differences and differences of classes of {labels.A} and {labels.B}; "
            + "the numbers are in the tables";
        text.Append(InvariantCulture,
            $"<figure class=\"chart wide\">{InlineSvg.Of(new PopulationFigure(found, labels), shown)}</figure>");
        text.Append("<dl class=\"facts\">");
        foreach ((string name, string value) in ErrorFacts.Of(found, labels)) text.Append(InvariantCulture,
            $"<dt>{Page.Html.Escape(name)}</dt><dd>{Page.Html.Escape(value)}</dd>");
        text.Append("</dl>");
        Pictures(text, study, errors, found.AheadA, $"{labels.A} is ahead", labels);
        Pictures(text, study, errors, found.AheadB, $"{labels.B} is ahead", labels);
        Classes(text, study, errors, found.ClassesAheadA, $"{labels.A} is ahead", labels);
        Classes(text, study, errors, found.ClassesAheadB, $"{labels.B} is ahead", labels);
    }

    private static void Classes(StringBuilder text, StudyView study, ErrorsContent errors, IReadOnlyList<DifferentClass> classes,
        string title, PopulationLabels labels)
    {
        text.Append(ImageStripHtml.Of(study, new()
        {
            Title = $"Classes where {title}",
            Says = $"Chosen on one half of the models; the accuracies are those of the other half ({labels.A}, {labels.B}).",
            Images = [.. classes.SelectMany(different => different.Examples.Select(index => new ShownImage(
                errors.Pictures.GetValueOrDefault(index), $"Test image {index}, class {errors.ClassName(different.Class)}",
                [errors.ClassName(different.Class), $"{different.AccuracyA:0} and {different.AccuracyB:0}{Format.Space}%"])))],
        }));
    }

    private static void Pictures(StringBuilder text, StudyView study, ErrorsContent errors, IReadOnlyList<DifferentExample> examples,
        string title, PopulationLabels labels)
    {
        text.Append(ImageStripHtml.Of(study, new()
        {
            Title = $"Where {title}",
            Says = $"Chosen on one half of the models; the accuracies are those of the other half ({labels.A}, {labels.B}).",
            Images = [.. examples.Select(example => new ShownImage(errors.Pictures.GetValueOrDefault(example.Index),
                $"Test image {example.Index}, class {errors.ClassName(example.Label)}",
                [errors.ClassName(example.Label), $"{example.AccuracyA:0} and {example.AccuracyB:0}{Format.Space}%"]))],
        }));
    }
}
