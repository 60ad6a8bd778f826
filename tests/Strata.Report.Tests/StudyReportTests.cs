using Strata.Data;

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
    [InlineData("similarity-Бёдра-δοκιμή-深い", "similarity-Бёдра-δοκιμή-深い")]
    [InlineData("हिन्दी", "हिन्दी-")]
    [InlineData("𠮷野", "𠮷野")]
    [InlineData("e\u0301tude", "e\u0301tude-")]
    public void Figure_names_are_plain_file_names(string name, string expected)
    {
        string file = StudyFigures.FileName(name);
        Assert.StartsWith(expected, file);
        Assert.Equal(file, Path.GetFileName(file));
        Assert.NotEqual(StudyFigures.FileName("a b"), StudyFigures.FileName("a_b"));
    }

    /// <summary>File systems count bytes, up to 255, and endings such as <c>.partial</c> come behind the name.</summary>
    [Fact]
    public void Names_of_any_script_are_short_enough_for_file_systems_and_end_between_letters()
    {
        string file = StudyFigures.FileName(string.Concat(Enumerable.Repeat("𠮷深", 100)));
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(file), 100, 160);
        Assert.StartsWith("half__-", StudyFigures.FileName("half \ud83d"));
        Assert.DoesNotContain('\ufffd', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(file)));
    }

    /// <summary>A network at chance would pull the mean of its configuration down, where the page says that it is in none.</summary>
    [Fact]
    public void A_network_that_did_not_learn_has_a_curve_of_its_own()
    {
        StudyContent study = Samples.Study();
        ModelContent[] seeds = [.. study.Models.Where(model
            => model is { Depth: 38, Width: 1, Trained: true } && model.Fraction == Fraction.One)];
        CurvePoint[] chance = [new(1, 2.3, .1, .1, .01), new(2, 2.3, .1, .1, .01)];
        study = study with
        {
            Models = [.. seeds,
                seeds[0] with { Name = "third", Seed = 2, DidNotLearn = "its accuracy is that of guessing", Curve = chance }],
            Comparisons = [],
        };
        Chart accuracy = StudyFigures.Training(new StudyView(study)).First(chart => chart.Title == "Training: accuracy");
        Assert.Equal(2, accuracy.Series.Count);
        Assert.EndsWith("(did not learn)", accuracy.Series[1].Name);
        Assert.All(accuracy.Series[1].Points, point => Assert.Equal(10, point.Y));
        Assert.Equal(100 * seeds.Average(seed => seed.Curve[^1].TestAccuracy!.Value), accuracy.Series[0].Points[^1].Y, 9);
    }
}
