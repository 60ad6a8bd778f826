using System.Xml.Linq;
using Strata.Analysis.Populations;
using Strata.Report.Page;
using Strata.Report.Tables;

namespace Strata.Report.Tests.Page;

public class PopulationErrorsTests
{
    [Fact]
    public void The_page_has_figure_facts_pictures_and_tables_and_a_link_to_them()
    {
        var study = new StudyView(PopulationSamples.Study(8));
        string page = StudyPage.Build(study);
        Assert.Contains("<section id=\"errors\">", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#errors\">", page, StringComparison.Ordinal);
        Assert.Contains("ResNet-14-1x, all data against ResNet-14-2x, all data", page, StringComparison.Ordinal);
        PopulationComparison found = study.Content.Errors[0].Comparison;
        int[] shown = [.. found.AheadA.Concat(found.AheadB).Select(e => e.Index),
            .. found.ClassesAheadA.Concat(found.ClassesAheadB).SelectMany(c => c.Examples)];
        int pictures = shown.Length;
        Assert.True(pictures > 4);
        Assert.Equal(pictures, page.Split("<img class=\"example\"").Length - 1);
        Assert.Contains("&lt;first&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<first>", page, StringComparison.Ordinal);
        Assert.Contains("differ about single examples with a standard deviation of", page, StringComparison.Ordinal);
        Table[] tables = [.. ErrorTables.All(study)];
        Assert.Equal(["errors", "errors-classes", "errors-groups", "errors-confusion"], tables.Select(t => t.Name));
        Assert.All(tables, table => Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count)));
        Assert.Equal(4, tables[1].Rows.Count);
    }

    /// <summary>Classes are taken for the next one, so what is wrong crosses from one group to the other.</summary>
    [Fact]
    public void Confusions_of_groups_are_on_the_page_the_largest_first_and_in_a_file_all_of_them()
    {
        var study = new StudyView(PopulationSamples.Study(8));
        Confusion found = study.Content.Errors[0].Comparison.Confusion!;
        Table all = ErrorTables.Confusions(study), largest = ErrorTables.Confusions(study, 1);
        Assert.Equal(2 * 3, all.Rows.Count);
        Assert.Equal(["<even>", "<even>", $"{found.A[0][0]:0.00}", $"{found.B[0][0]:0.00}"], all.Rows[0].Skip(3).Select(cell => cell.Text));
        Assert.Equal("no group", all.Rows[2][4].Text);
        bool first = found.A[0][1] > found.A[1][0];
        Assert.Equal([first ? "<even>" : "odd", first ? "odd" : "<even>", $"{Math.Max(found.A[0][1]!.Value, found.A[1][0]!.Value):0.00}"],
            Assert.Single(largest.Rows).Skip(3).Take(3).Select(cell => cell.Text));
        Assert.Equal(2, ErrorTables.Confusions(study, 12).Rows.Count);
        Assert.Contains("<a href=\"#errors=0&amp;group=0\">&lt;even&gt;</a>", StudyPage.Build(study), StringComparison.Ordinal);

        StudyContent ungrouped = study.Content with
        {
            Errors =
            [study.Content.Errors[0] with { Comparison = study.Content.Errors[0].Comparison with { Confusion = null } }]
        };
        Assert.Equal(3, ErrorTables.All(new StudyView(ungrouped)).Count());
        Assert.DoesNotContain("What groups are taken for", StudyPage.Build(new StudyView(ungrouped)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_without_populations_has_no_such_section()
    {
        string page = StudyPage.Build(new StudyView(Samples.Study()));
        Assert.DoesNotContain("id=\"errors\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<a href=\"#errors", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(40)]
    public void The_figure_is_drawn_for_few_classes_and_for_many(int classes)
    {
        using var folder = new TemporaryFolder();
        string path = folder["errors"];
        PopulationFigures.Write(PopulationSamples.Compare(8, classes), path,
            new() { A = "a <wide> network with quite a long name that no axis holds", B = "b" });
        Assert.True(new FileInfo(path + ".png").Length > 10_000);
        Assert.Contains(classes > 20 ? "The 20 classes that differ most, in points" : "Differences of the classes, in points", Texts(path));
    }

    [Fact]
    public void Both_ends_of_an_axis_of_differences_say_who_is_ahead_there()
    {
        using var folder = new TemporaryFolder();
        const string Long = "predictions of the networks of the last study but one, ";
        PopulationFigures.Write(PopulationSamples.Compare(8, 4), folder["errors"], new() { A = Long + "deep", B = Long + "wide" });
        string[] ends = [.. Texts(folder["errors"]).Where(text => text.EndsWith(" ahead", StringComparison.Ordinal))];
        // Of examples and of classes.
        Assert.Equal(4, ends.Length);
        Assert.Equal(2, ends.Count(end => end.EndsWith("wide ahead", StringComparison.Ordinal)));
        Assert.Equal(2, ends.Count(end => end.EndsWith("deep ahead", StringComparison.Ordinal)));
    }

    [Fact]
    public void Populations_that_are_always_right_can_be_drawn()
    {
        using var folder = new TemporaryFolder();
        var found = PopulationComparison.Of(new("a", new int[2, 3]), new("b", new int[2, 3]), [0, 0, 0], options: new() { Resamples = 0 });
        PopulationFigures.Write(found, folder["errors"], new() { A = "a", B = "b" });
        Assert.True(File.Exists(folder["errors.svg"]));
    }

    private static string[] Texts(string figure)
        => [.. XDocument.Load(figure + ".svg").Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
}
