namespace Strata.Report.Tests;

public class StudyReportTests
{
    [Fact]
    public void Writes_the_page_its_figures_and_its_tables()
    {
        using var folder = new TemporaryFolder();
        StudyContent study = Samples.Study();
        StudyReport.Write(study, folder["report"]);
        string[] files = [.. Directory.EnumerateFiles(folder["report"], "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder["report"], file))];
        Assert.Contains("index.html", files);
        Assert.Superset(new HashSet<string> { "tables/models.csv", "tables/layers.csv", "tables/comparisons.csv" }, files.ToHashSet());
        string[] figures = ["effect-depth-accuracy", "family", "similarity-" + study.Models[0].Name, "training-loss-1",
            $"similarity-{study.Models[4].Name}~{study.Models[1].Name}"];
        Assert.Superset(figures.SelectMany(name => new[] { "png", "svg", "pdf", "txt" }.Select(end => $"figures/{name}.{end}")).ToHashSet(),
            files.ToHashSet());
        Assert.Equal(2, files.Count(file => file.StartsWith("figures/seeds-", StringComparison.Ordinal)
            && file.EndsWith(".png", StringComparison.Ordinal)));
    }

    [Fact]
    public void Writes_a_study_without_models()
    {
        using var folder = new TemporaryFolder();
        StudyReport.Write(new StudyContent { Title = "Empty", Name = "empty", StudyJson = "{}", Models = [], Comparisons = [] },
            folder["report"]);
        Assert.Contains("This study has no models yet.", File.ReadAllText(folder["report/index.html"]));
    }

    [Theory]
    [InlineData("cifar10-resnet38-1x-1of16-s0-3f9a1c", "cifar10-resnet38-1x-1of16-s0-3f9a1c")]
    [InlineData("../../etc/passwd", ".._.._etc_passwd-")]
    [InlineData("a b", "a_b-")]
    public void Figure_names_are_plain_file_names(string name, string expected)
    {
        string file = StudyFigures.FileName(name);
        Assert.StartsWith(expected, file);
        Assert.Equal(file, Path.GetFileName(file));
        Assert.NotEqual(StudyFigures.FileName("a b"), StudyFigures.FileName("a_b"));
    }
}
