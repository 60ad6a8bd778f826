using System.Text.RegularExpressions;
using Strata.Report;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Analyses;
using Strata.Studies.Planning;
using Strata.Studies.Work;

namespace Strata.Studies.Tests.Guide;

/// <summary>The analysis that docs/extend/analysis.md shows compiles, is this one, and works on a finished study.</summary>
public sealed partial class GuideTests(FinishedStudy finished) : IClassFixture<FinishedStudy>
{
    [Fact]
    public void The_page_shows_the_class_that_is_compiled_here()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Strata.slnx"))) folder = folder.Parent;
        string text = File.ReadAllText(Path.Combine(folder!.FullName, "docs", "extend", "analysis.md"));
        Assert.Equal(File.ReadAllText(Path.Combine(folder.FullName, "tests", "Strata.Studies.Tests", "Guide", "MagnitudesKind.cs")),
            CSharp().Match(text).Groups[1].Value);
    }

    [Fact]
    public void The_analysis_is_planned_made_and_shown()
    {
        var kind = new MagnitudesKind();
        StudyRun run = FinishedStudy.Prepare(finished.Original);
        Plan plan = run.Plan;
        var planning = new AnalysisPlanning(Small.Study(), Small.Digits, plan.Models, plan.Comparisons, []);
        PlannedAnalysis[] planned = [.. kind.Plan(planning)];
        Assert.Equal(plan.Models.Count, planned.Length);
        Assert.Equal(planned.Length, planned.Select(analysis => analysis.Key).Distinct().Count());

        using var folder = new Folder();
        PlannedModel model = plan.Models[0];
        kind.Execute(new AnalysisWork(planned[0], folder.Path,
            new Dictionary<string, string> { ["model"] = run.Store.FolderOf(model.Artifact()) }, [model], Small.Digits,
            new DirectProgress<WorkProgress>(_ => { }), _ => { }, TestContext.Current.CancellationToken));

        SimilarityMatrix own = SimilarityFolder.Read(run.Store.FolderOf(planning.Within(model)!.Artifact()));
        Table table = Assert.IsType<Table>(Assert.Single(kind.Show(planned[0], folder.Path, own)));
        Assert.Equal(own.LayersA.Select(layer => layer.Name), table.Rows.Select(row => row[0].Value));
        Assert.All(table.Rows, row => Assert.True(double.Parse(row[1].Value, null) > 0));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
