using System.Text.Json.Nodes;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Report;
using Strata.Studies.Planning;
using Strata.Studies.Reporting;
using Strata.Studies.Running;

namespace Strata.Studies.Tests.Running;

/// <summary>Every kind of analysis in a whole run, from the study file to the content of the page.</summary>
public sealed class AnalysisRunTests : IDisposable
{
    private static readonly string[] s_sets =
        ["similarity.passes=1", "similarity.across=seeds",
            """
            analyses=["blocks","components","without-components","dominant-images","without-images","sparsity","collapse","probes",
                      "stability","correspondence","distances"]
            """,
            "probes.epochs=1", "components.maxExamples=200", "components.leading=2"];

    private static readonly WorkerLaunch s_launch = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Strata.Cli.dll"), "worker"]);

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    private StudyRun Prepare(params string[] more)
        => StudyRun.Prepare(Small.Study([.. s_sets, .. more]), Path.Combine(_folder.Path, "out"), 2, "strata run small.json");

    [Fact]
    public void Every_kind_leaves_its_folder_and_shows_on_the_page()
    {
        StudyRun run = Prepare();
        RunOutcome outcome = run.Execute(2, s_launch, new Recorder(), TestContext.Current.CancellationToken);
        Assert.Empty(outcome.Failures);
        // Two models, three matrices; nine analyses of each model; one of the seeds, one of the pair, one plane.
        Assert.Equal(5 + 18 + 3, outcome.Made);
        string[] Files(string kind)
            => [.. Directory.EnumerateFiles(Directory.EnumerateDirectories(Path.Combine(run.Store.Root, "analysis", kind)).First())
                .Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        Assert.Equal(["manifest.json", "sparsity.json"], Files("sparsity"));
        Assert.Equal(["collapse.json", "manifest.json"], Files("collapse"));
        Assert.Equal(["components.json", "cosines.npy", "examples.npy", "layers.json", "manifest.json", "scores.npy", "shares.npy"],
            Files("components"));
        Assert.Equal(["cka.npy", "component_cosines.npy", "component_shares_a.npy", "component_shares_b.npy", "examples.npy", "heatmap.png",
            "heatmap.svg", "layers_a.json", "layers_b.json", "manifest.json", "stderr.npy"], Files("without-components"));
        Assert.Equal(["manifest.json", "probes.json"], Files("probes"));
        Assert.Equal(["correspondence.json", "manifest.json"], Files("correspondence"));
        Assert.Equal(["distances.json", "manifest.json"], Files("distances"));
        Assert.Equal(["heatmap.png", "heatmap.svg", "layers.json", "manifest.json", "mean.npy", "sd.npy", "stability.json"],
            Files("stability"));
        Assert.Equal(["resnet8-1x"], Directory.EnumerateDirectories(Path.Combine(run.Store.Root, "analysis", "stability"))
            .Select(d => Path.GetFileName(d)));

        StudyContent content = StudyContents.Read(run.Store);
        LayerMap within = content.Comparisons.First(c => c.A == c.B), across = content.Comparisons.First(c => c.A != c.B);
        LayerCurve[] curves = [.. content.Exhibits.OfType<LayerCurve>().Where(curve => curve.Models is [var only] && only == within.A)
            .OrderBy(curve => curve.Title, StringComparer.Ordinal)];
        Assert.Equal(["ReLU zeros", "collapse accuracy", "dominant images", "probe accuracy"], curves.Select(s => s.Title));
        Assert.All(curves, strip => Assert.All(strip.Lines, line => Assert.Contains(line.Values, double.IsFinite)));
        Assert.Equal([content.Models[0].TestAccuracy, content.Models[0].TestAccuracy],
            new[] { curves[1], curves[3] }.Select(curve => curve.Reference));
        Assert.Equal(2, content.Exhibits.OfType<Chart>().Count(chart => chart.Title == "collapse"));
        Assert.Equal(across.Matrix.LayersA.Count, across.Correspondence!.FromA.Count);
        Assert.Equal(2, Assert.Single(content.Stabilities).Stability.Seeds);
        Assert.Equal(content.Models.Select(m => m.Name), Distances(content).Models);
        Assert.Contains(content.Models[0].Warnings,
            w => w.StartsWith("probes were trained for 1 epoch, where the papers", StringComparison.Ordinal));

        // Each model's map without its first component and its components' cosines, and the seeds' mean and spread.
        LayerMap[] maps = [.. content.Exhibits.OfType<LayerMap>().OrderBy(map => map.Title, StringComparer.Ordinal)];
        Assert.Equal(["cosines of PC1", "cosines of PC1", "mean over seeds", "spread over seeds", "without 1 % of the images",
            "without 1 % of the images", "without 10 % of the images", "without 10 % of the images", "without PC1", "without PC1"],
            maps.Select(map => map.Title));
        Dominant_images_are_left_out(run, content, [.. maps.Where(map => map.Title.EndsWith("images", StringComparison.Ordinal))]);
        Assert.Equal(200,
            NpyFile.ReadMatrix(Path.Combine(run.Store.FolderOf(run.Plan.Of(Study.Components).First().Artifact()), "scores.npy"))
            .GetLength(1));
        Assert.NotEqual(content.Comparisons[0].Matrix.Values[4, 7], maps[8].Matrix.Values[4, 7]);
        Assert.Equal(content.Comparisons[0].Matrix.ExamplesHash, maps[8].Matrix.ExamplesHash);

        // The mean over seeds is that of their matrices.
        double[,] mean = NpyFile.ReadMatrix(Path.Combine(run.Store.Root, "analysis", "stability", "resnet8-1x", "mean.npy"));
        double[][,] each = [.. content.Comparisons.Where(c => c.A == c.B).Select(c => c.Matrix.Values)];
        Assert.Equal((each[0][5, 9] + each[1][5, 9]) / 2, mean[5, 9], 12);
        Probes_that_were_interrupted_go_on(run);
    }

    private static void Dominant_images_are_left_out(StudyRun run, StudyContent content, LayerMap[] maps)
    {
        string model = content.Models[0].Name, folder = run.Store.FolderOf(run.Plan.Find(Study.DominantImages, model)!.Artifact());
        double[] Numbers(string name)
        {
            using NpyReader file = NpyFile.Open(Path.Combine(folder, name));
            return file.ReadAll();
        }
        double[] images = Numbers("examples.npy"), projections = Numbers("projections.npy");
        Assert.Equal(Enumerable.Range(0, images.Length), images.Order().Select(image => (int)image));
        Assert.Equal(projections.OrderDescending(), projections);
        foreach (LayerMap map in maps.Where(map => map.A == model))
        {
            int left = (int)Math.Round((map.Title.Contains("10 %", StringComparison.Ordinal) ? .1 : .01) * images.Length);
            Assert.Equal(images.Skip(left).Order(), map.Matrix.Examples.Cast<int>().Order().Select(image => (double)image));
            LayerMap whole = content.Comparisons.First(c => c.A == model && c.B == model);
            Assert.Equal(whole.Matrix.LayersA.Select(layer => layer.Name), map.Matrix.LayersA.Select(layer => layer.Name));
            Assert.Equal(whole.Matrix.ExampleSource, map.Matrix.ExampleSource);
            Assert.NotEqual(whole.Matrix.Values[4, 7], map.Matrix.Values[4, 7]);
            Assert.All(map.Shares!, share => Assert.InRange(share, 0, 1));
        }
        ImageStrip strip = content.Exhibits.OfType<ImageStrip>().First(strip => strip.Models is [var only] && only == model);
        Assert.Equal(images.Take(24).Select(image => $"Test image {image}"), strip.Images.Select(image => image.Spoken.Split(',')[0]));
        Assert.All(strip.Images, image => Assert.NotNull(image.Png));
        // All images that have a projection are in the histogram.
        Chart histogram = content.Exhibits.OfType<Chart>().First(chart => chart.Title == "dominant images" && chart.Models[0] == model);
        Assert.Equal(projections.Count(p => p > 0), histogram.Series[0].Points.Sum(point => point.Y));
    }

    [Fact]
    public void Seeds_over_different_examples_are_not_averaged()
    {
        StudyRun run = Prepare("analyses=[\"blocks\",\"stability\"]", "similarity.across=none");
        Assert.Empty(run.Execute(2, s_launch, new Recorder(), TestContext.Current.CancellationToken).Failures);
        // The second seed's matrix, under its own key, but over another choice of images.
        PlannedComparison second = run.Plan.Comparisons[1];
        string folder = run.Store.FolderOf(second.Artifact());
        Strata.Checkpoints.Manifest manifest = Strata.Checkpoints.Manifest.Read(folder);
        manifest.Results["exampleSource"] = "elsewhere";
        manifest.Results.Remove("examplesHash");
        manifest.Write(folder);
        Directory.Delete(run.Store.FolderOf(Assert.Single(run.Plan.Of(Study.Stability)).Artifact()), recursive: true);
        RunOutcome refused = Prepare("analyses=[\"blocks\",\"stability\"]", "similarity.across=none")
            .Execute(2, s_launch, new Recorder(), TestContext.Current.CancellationToken);
        Assert.Contains("over different examples", Assert.Single(refused.Failures).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_family_goes_on_without_a_network_that_diverged_and_takes_it_in_when_it_is_made()
    {
        StudyRun run = PrepareFamily();
        Assert.Empty(Execute().Failures);
        PlannedModel lost = run.Plan.Models[1];
        bool Concerns(Artifact artifact) => artifact.Name.Contains(lost.Name) || artifact.Kind.Contains("analysis");
        foreach (Artifact artifact in run.Plan.Artifacts().Where(Concerns))
            Directory.Delete(run.Store.FolderOf(artifact), recursive: true);
        run.Store.Fail(lost.Artifact(), "diverged: the loss of epoch 3 is no number", diverged: 3);

        FailedStep failed = Assert.Single(Execute().Failures);
        // Its matrix and the two with others, its blocks, two correspondences.
        Assert.Equal((lost.Artifact().Folder, 6), (failed.Artifact, failed.Dependents));
        StudyContent without = StudyContents.Read(run.Store);
        Assert.Equal(2, Assert.Single(without.Stabilities).Stability.Seeds);
        string[] others = [run.Plan.Models[0].Name, run.Plan.Models[2].Name];
        Assert.Equal(others, without.Stabilities[0].Models);
        Assert.Equal(others, Distances(without).Models);
        // One reason, told once for all that it keeps the network out of.
        string told = Assert.Single(without.Warnings, w => w.Contains($"{lost.Name} is left out: diverged", StringComparison.Ordinal));
        Assert.All(["stability of resnet8-1x", "distances of"], analysis => Assert.Contains(analysis, told, StringComparison.Ordinal));

        // Nothing is done again while nothing has changed, and all that it takes once the network may be tried again.
        Assert.Equal(0, Execute().Made);
        File.Delete(Path.Combine(run.Store.Root, "failed", $"{lost.Name}.json"));
        Assert.Empty(Execute().Failures);
        StudyContent whole = StudyContents.Read(run.Store);
        Assert.Equal((3, 3), (whole.Stabilities[0].Stability.Seeds, Distances(whole).Models.Count));
        Assert.DoesNotContain(whole.Warnings, w => w.Contains("left out", StringComparison.Ordinal));
    }

    /// <summary>Analyses that were made without it were handed out for ever, as they were neither outdated nor to be made.</summary>
    [Fact]
    public void A_network_that_fails_again_leaves_what_was_made_without_it()
    {
        StudyRun run = PrepareFamily();
        PlannedModel lost = run.Plan.Models[1];
        string held = run.Store.ClaimOf(lost.Artifact()) + "lock";
        Directory.CreateDirectory(held);
        for (int time = 0; time < 2; time++)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromMinutes(5));
            RunOutcome outcome = PrepareFamily().Execute(2, s_launch, new Recorder(), limit.Token);
            Assert.Equal(0, outcome.Left);
            Assert.Single(outcome.Failures);
        }
        Assert.All(run.Plan.Analyses.Where(a => a.OfFamily), a => Assert.False(Directory.Exists(run.Store.WorkingFolderOf(a.Artifact()))));
        StudyContent content = StudyContents.Read(run.Store);
        string[] others = [run.Plan.Models[0].Name, run.Plan.Models[2].Name];
        Assert.Equal(others, Distances(content).Models);
        Assert.Equal(others, Assert.Single(content.Exhibits.OfType<Table>(), table => table.Title == "matching of layers").Models);

        Directory.Delete(held);
        Assert.Empty(Execute().Failures);
        Assert.Equal(3, Distances(StudyContents.Read(run.Store)).Models.Count);
    }

    [Fact]
    public void A_network_that_did_not_learn_is_in_no_mean_over_seeds_and_no_distance()
    {
        StudyRun run = PrepareFamily();
        Assert.Empty(Execute().Failures);
        void Unlearn(int model)
        {
            string folder = run.Store.FolderOf(run.Plan.Models[model].Artifact());
            Manifest manifest = Manifest.Read(folder);
            manifest.Results["testAccuracy"] = .114;
            manifest.Write(folder);
            foreach (PlannedAnalysis analysis in run.Plan.Analyses)
                Directory.Delete(run.Store.FolderOf(analysis.Artifact()), recursive: true);
            Assert.Empty(Execute().Failures);
        }
        Unlearn(0);
        StudyContent content = StudyContents.Read(run.Store);
        string failed = run.Plan.Models[0].Name;
        Assert.Equal((2, 2), (Assert.Single(content.Stabilities).Stability.Seeds, Distances(content).Models.Count));
        Assert.DoesNotContain(failed, content.Stabilities[0].Models);
        Assert.Equal("1", Assert.Single(content.Exhibits.OfType<Table>(), t => t.Name.StartsWith("matching", StringComparison.Ordinal))
            .Rows[0][1].Value);
        Assert.False(content.Models[0].IsEvidence);
        Assert.StartsWith("no evidence about the architecture: the network did not learn: test accuracy 11.4 %",
            content.Comparisons.First(c => c.A == failed && c.B == failed).Block!.Notes[0]);
        Assert.Contains(content.Warnings, w => w.Contains($"{failed} is left out: did not learn", StringComparison.Ordinal));

        // Fewer than two are no family: the study is done all the same, and says why there is nothing.
        Unlearn(1);
        StudyContent alone = StudyContents.Read(run.Store);
        Assert.Empty(alone.Stabilities);
        Assert.Empty(alone.Exhibits.OfType<Table>());
        Assert.Contains("stability of resnet8-1x",
            Assert.Single(alone.Warnings, w => w.EndsWith(": 1 of 3 models can be used, expected 2 or more", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    private StudyRun PrepareFamily()
        => Prepare("models[0].seeds=3", "training.epochs=2", "similarity.layers=add",
            "analyses=[\"blocks\",\"stability\",\"correspondence\",\"distances\",\"matching\"]");

    private RunOutcome Execute() => PrepareFamily().Execute(2, s_launch, new Recorder(), TestContext.Current.CancellationToken);

    private void Probes_that_were_interrupted_go_on(StudyRun run)
    {
        string Probes()
            => string.Join('\n', run.Plan.Of(Study.LinearProbes)
                .Select(p => Without(File.ReadAllText(Path.Combine(run.Store.FolderOf(p.Artifact()), "probes.json")))));
        StudyRun longer = Prepare("probes.epochs=30");
        longer.Execute(2, s_launch, new Recorder(), TestContext.Current.CancellationToken);
        string whole = Probes();
        foreach (PlannedAnalysis probes in longer.Plan.Of(Study.LinearProbes))
            Directory.Delete(longer.Store.FolderOf(probes.Artifact()), recursive: true);

        using var stop = new CancellationTokenSource();
        RunOutcome stopped = Prepare("probes.epochs=30").Execute(2, s_launch, new Recorder((_, _) => stop.Cancel()), stop.Token);
        Assert.True(stopped.Stopped);
        Assert.Equal(2, stopped.Left);
        Assert.Equal((2, 24), Prepare("probes.epochs=30")
            .Execute(2, s_launch, new Recorder(), TestContext.Current.CancellationToken) is var next ? (next.Made, next.Kept) : default);
        Assert.Equal(whole, Probes());
    }

    private static string Without(string probes)
    {
        var json = (JsonObject)JsonNode.Parse(probes)!;
        json.Remove("seconds");
        return json.ToJsonString();
    }

    [Fact]
    public void What_is_asked_of_probes_decides_their_key_alone()
    {
        Plan one = Prepare().Plan, other = Prepare("probes.epochs=2", "probes.learningRate=0.1").Plan;
        foreach (PlannedAnalysis analysis in one.Analyses)
            Assert.Equal(analysis.Kind != Study.LinearProbes, analysis.Key == other.Find(analysis.Kind, analysis.Name)!.Key);
    }

    [Theory]
    [InlineData("blocks.threshold=0.8", Study.Blocks)]
    [InlineData("blocks.componentLayers=0.2", Study.Blocks)]
    [InlineData("components.leading=3", Study.Components)]
    [InlineData("components.maxExamples=null", Study.Components)]
    [InlineData("similarity.withoutComponents=2", Study.WithoutComponents)]
    [InlineData("similarity.maxExamples=100", Study.DominantImages)]
    [InlineData("similarity.passes=3", Study.WithoutImages)]
    public void What_is_asked_of_an_analysis_decides_its_key(string set, string kind)
    {
        Plan one = Prepare().Plan, other = Prepare(set).Plan;
        foreach (PlannedAnalysis analysis in one.Of(kind)) Assert.NotEqual(analysis.Key, other.Find(kind, analysis.Name)!.Key);
        foreach (PlannedAnalysis analysis in one.Of(Study.Sparsities))
            Assert.Equal(analysis.Key, other.Find(analysis.Kind, analysis.Name)!.Key);
    }

    [Fact]
    public void Names_of_classes_decide_the_keys_of_results_that_have_them_alone()
    {
        Study study = Small.Study("models[0].depth=[8,14]", "analyses=[\"components\",\"dominant-images\",\"errors\"]");
        Plan one = Small.PlanOf(study, Small.Digits),
            other = Small.PlanOf(study, Small.Digits with { Classes = [.. Small.Digits.Classes.Select(name => $"the {name}")] });
        string[] named = [.. one.Analyses.Zip(other.Analyses).Where(pair => pair.First.Key != pair.Second.Key)
            .Select(pair => pair.First.Kind).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal([Study.DominantImages, Study.PopulationErrors], named);
        Assert.Equal(one.Models.Select(m => m.Key), other.Models.Select(m => m.Key));
    }

    private static Table Distances(StudyContent content)
        => Assert.Single(content.Exhibits.OfType<Table>(), table => table.Title == "distances");

    /// <summary>Every comparison again by every measure, in folders of their own; and layers look for themselves by all of them.</summary>
    [Fact]
    public void Other_measures_compare_what_CKA_compares()
    {
        StudyRun run = Prepare("analyses=[\"measures\",\"matching\"]", "similarity.measures=[\"knn-jaccard:5\",\"angular-cka\"]",
            "similarity.layers=add", "similarity.maxExamples=60");
        Assert.Empty(run.Execute(2, s_launch, new Recorder(), TestContext.Current.CancellationToken).Failures);
        string[] folders = [.. Directory.EnumerateDirectories(Path.Combine(run.Store.Root, "analysis", "measures"))
            .Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];
        Assert.Equal(6, folders.Length);
        Assert.All(folders[..3], folder => Assert.StartsWith("angular-cka-", folder, StringComparison.Ordinal));
        Assert.All(folders[3..], folder => Assert.StartsWith("knn-jaccard-5-", folder, StringComparison.Ordinal));

        StudyContent content = StudyContents.Read(run.Store);
        LayerMap[] maps = [.. content.Exhibits.OfType<LayerMap>()];
        Assert.Equal(6, maps.Length);
        LayerMap angles = maps.First(map => map.Measure == "angular-cka" && map.A != map.B);
        Assert.Equal((true, Math.PI / 2, "by angular-cka"), (angles.IsDistance, angles.Brightest, angles.Title));
        Assert.Equal(content.Comparisons.First(c => c.A != c.B).Matrix.LayersA.Select(layer => layer.Name),
            angles.Matrix.LayersA.Select(layer => layer.Name));
        Table matching = Assert.Single(content.Exhibits.OfType<Table>());
        Assert.Equal(["angular-cka", "cka", "knn-jaccard:5"], matching.Rows.Select(row => row[0].Value).Order(StringComparer.Ordinal));
        Assert.All(matching.Rows, row => Assert.Equal("1", row[1].Value));
        // What is there is not made again; another measure is.
        Assert.Equal(0, Prepare("analyses=[\"measures\",\"matching\"]", "similarity.measures=[\"knn-jaccard:5\",\"angular-cka\"]",
            "similarity.layers=add", "similarity.maxExamples=60").Execute(2, s_launch, new Recorder(), default).Made);
    }

    [Fact]
    public void Networks_without_residual_connections_have_no_collapse()
        => Assert.Empty(Prepare("models[0].residual=false").Plan.Of(Study.Collapse));

    [Fact]
    public void What_comes_to_nothing_is_told_on_the_page()
    {
        StudyRun run = Prepare("models[0].residual=false", "models[0].seeds=1", "similarity.across=none",
            "analyses=[\"blocks\",\"collapse\",\"stability\"]");
        Assert.Empty(run.Execute(2, s_launch, new Recorder(), TestContext.Current.CancellationToken).Failures);

        IReadOnlyList<string> warnings = StudyContents.Read(run.Store).Warnings;
        Assert.Equal(["nothing to do for collapse", "nothing to do for stability"], warnings.Select(w => w.Split(':')[0]));

        File.WriteAllText(run.Store.StudyFile, """{ "name": "small", "fromTheFuture": 1 }""");
        IReadOnlyList<string> later = StudyContents.Read(run.Store).Warnings;
        Assert.Contains("fromTheFuture", later[0], StringComparison.Ordinal);
        Assert.StartsWith("study.json has", later[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_family_is_laid_out_where_every_two_of_it_are_compared()
    {
        string[] family = ["models=[{\"family\":\"resnet-cifar\",\"depth\":[8,14],\"seeds\":2}]"];
        Assert.Equal(["resnet8-1x", "resnet14-1x"], Prepare(family).Plan.Of(Study.Distances).Select(d => d.Name));
        PlannedAnalysis all = Assert.Single(Prepare([.. family, "similarity.across=all"]).Plan.Of(Study.Distances));
        Assert.Equal(("family", 4, 6 + 4), (all.Name, all.Models.Count, all.Inputs.Count));
        Assert.Empty(Prepare([.. family, "similarity.across=[[\"resnet8-1x-s0\",\"*\"]]"]).Plan.Of(Study.Distances));
    }

    [Theory]
    [InlineData("analyses=[\"stability\"]", "stability compares the windows that the analysis blocks finds")]
    [InlineData("analyses=[\"distances\"]", "distances between models are made of their correspondence")]
    [InlineData("similarity.across=none", "correspondence is found between models")]
    [InlineData("probes.epochs=0", "probes.epochs: 0 is not a whole number from 1")]
    [InlineData("blocks.threshold=0", "blocks.threshold: 0 is not a number above 0")]
    [InlineData("components.leading=0", "components.leading: 0 is not a whole number from 1")]
    [InlineData("similarity.withoutComponents=30 similarity.batch=32", "similarity.withoutComponents: 30 of batches of 32")]
    [InlineData("analyses=[\"without-images\"]", "without-images leaves out what the analysis dominant-images finds")]
    [InlineData("similarity.withoutImages=0", "similarity.withoutImages: 0 is not a number above 0")]
    [InlineData("similarity.withoutImages=0.9 similarity.maxExamples=20", "withoutImages: 0.9 of 20 images leaves 2, expected 4")]
    [InlineData("probes.rate=1", "probes.rate: unknown member")]
    public void What_cannot_be_had_is_named(string set, string message)
        => Assert.Contains(message, Assert.Throws<Strata.Runtime.InvalidOptionsException>(() => Prepare(set.Split(' '))).Message,
            StringComparison.Ordinal);
}
