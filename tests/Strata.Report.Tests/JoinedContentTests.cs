using Strata.Report.Page;
using Strata.Report.Tests.Page;

namespace Strata.Report.Tests;

public class JoinedContentTests
{
    private static readonly StudyContent s_first = PopulationSamples.Study(8) with { Name = "first", Warnings = ["odd"] },
        s_second = Samples.WithMaps() with { Name = "second" };

    private static readonly StudyContent s_joined = JoinedContent.Of([s_first, s_second]);

    [Fact]
    public void Everything_of_each_study_is_there_under_names_of_its_own()
    {
        Assert.Equal(s_first.Models.Count + s_second.Models.Count, s_joined.Models.Select(model => model.Name).Distinct().Count());
        Assert.Equal(s_first.Comparisons.Count + s_second.Comparisons.Count, s_joined.Comparisons.Count);
        Assert.Equal(s_first.Exhibits.Count + s_second.Exhibits.Count, s_joined.Exhibits.Count);
        Assert.Equal($"first.{s_first.Models[0].Name}", s_joined.Models[0].Name);
        Assert.Equal("first.", s_joined.Errors[0].ModelA[..6]);
        Assert.Contains("first: odd", s_joined.Warnings);
        Assert.Equal(2, JoinedContent.Of([s_first, s_first]).Models.Select(model => model.Study).Distinct().Count());
    }

    [Fact]
    public void Seeds_of_different_studies_are_not_seeds_of_one_network()
    {
        var one = new StudyView(s_first);
        var both = new StudyView(s_joined);
        Assert.Equal(one.Configurations.Count + new StudyView(s_second).Configurations.Count, both.Configurations.Count);
        Assert.All(both.Configurations,
            configuration => Assert.EndsWith(configuration.Study, both.Label(configuration), StringComparison.Ordinal));
        string[] labels = [.. s_joined.Models.Select(both.Label)];
        Assert.Equal(labels.Length, labels.Distinct().Count());
    }

    [Fact]
    public void The_page_of_both_has_a_grid_of_each_and_every_map()
    {
        string page = StudyPage.Build(new StudyView(s_joined));
        Assert.Contains("<h3>first</h3>", page, StringComparison.Ordinal);
        Assert.Contains("<h3>second</h3>", page, StringComparison.Ordinal);
        Assert.Equal(new StudyView(s_joined).AllMaps.Count, page.Split("id=\"map-").Length - 1);
        using var folder = new TemporaryFolder();
        StudyReport.Write(s_joined, folder["page"], stop: TestContext.Current.CancellationToken);
        Assert.True(File.Exists(folder["page/figures/family-first.png"]));
        Assert.True(File.Exists(folder["page/figures/family-second.png"]));
    }
}
