using System.Text;
using Strata.Activations;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Models;
using Strata.Models.Families;
using Strata.Report;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Reporting;
using Strata.Studies.Running;
using Strata.Studies.Storage;
using Strata.Studies.Tests.Running;

namespace Strata.Studies.Tests.Planning;

/// <summary>Models that are there already, as members of a study.</summary>
public sealed class FileModelsTests : IDisposable
{
    private static readonly ModelSpec s_spec = ModelSpec.Create("resnet-cifar",
        FamilyValues.Of(8).With("shortcut", "padding").With("bias", false).With("bnEps", 1e-5), new(1, 8), 10);

    private static readonly WorkerLaunch s_launch = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Strata.Cli.dll"), "worker"]);

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_populations_in_the_order_of_their_names()
    {
        string zoo = Zoo();
        Plan plan = Small.Plan($"models=[{{\"files\":\"{zoo}/o*-?.safetensors\",\"group\":\"ours\"}},"
            + $"{{\"files\":\"{zoo}/t*.safetensors\",\"size\":8}}]");
        Assert.Equal(["ours-s0", "ours-s1", $"{s_spec.Name}-s0", $"{s_spec.Name}-s1"], plan.Models.Select(m => m.Label));
        Assert.Equal(["our-0.safetensors", "our-1.safetensors", "their-0.safetensors", "their-1.safetensors"],
            plan.Models.Select(m => Path.GetFileName(m.File!.Path)));
        Assert.Equal([null, null, "akamaster", "akamaster"], plan.Models.Select(m => m.File!.Layout));
        Assert.All(plan.Models, m => Assert.Equal(s_spec, m.Spec));
        Assert.Equal(plan.ToJson(), Reparsed(plan).ToJson());
    }

    [Fact]
    public void Populations_have_names_of_any_script_and_long_ones_still_are_names_of_folders()
    {
        string zoo = Zoo(), longest = new('ш', 80);
        Plan plan = Small.Plan($"models=[{{\"files\":\"{zoo}/our*\",\"group\":\"{longest}\"}},"
            + $"{{\"files\":\"{zoo}/their*\",\"size\":8,\"group\":\"узкие\"}}]", "similarity.across=all",
            "analyses=[\"blocks\",\"errors\",\"correspondence\",\"distances\",\"stability\",\"measures\",\"matching\",\"components\"]");
        Assert.Equal([$"{longest}-s0", $"{longest}-s1", "узкие-s0", "узкие-s1"], plan.Models.Select(m => m.Label));
        Assert.StartsWith("digits-узкие-s0-", plan.Models[2].Name);
        Assert.All(plan.Needs(), needed => Assert.InRange(Encoding.UTF8.GetByteCount(needed.Artifact.Name), 1, 215));
        Assert.Equal(plan.ToJson(), Reparsed(plan).ToJson());
    }

    [Fact]
    public void A_study_of_files_gives_what_the_files_give_and_is_made_again_where_one_changes()
    {
        string zoo = Zoo(), output = Path.Combine(_folder.Path, "out");
        string models = $"models=[{{\"files\":\"{zoo}/their-*\",\"size\":8}}]";
        StudyRun Prepare() => StudyRun.Prepare(Small.Study(models, "similarity.layers=add", "similarity.passes=1", "analyses=[\"blocks\"]"),
            output, 2, "strata run small.json");
        StudyRun run = Prepare();
        RunOutcome outcome = run.Execute(2, s_launch, new Recorder(), TestContext.Current.CancellationToken);
        Assert.Empty(outcome.Failures);
        Assert.Equal(["their-0", "their-1"], StudyContents.Read(run.Store).Models.Select(m => m.File));
        string folder = new ArtifactStore(output).FolderOf(run.Plan.Models[1].Artifact());
        using (TrainedModel file = TrainedModel.Open(Path.Combine(zoo, "their-1.safetensors"), Small.Digits, reading: new() { Size = 8 }))
        using (NpyReader made = NpyFile.Open(Path.Combine(folder, "predictions.npy")))
            Assert.Equal(file.Probabilities().Select(value => (double)value), made.ReadAll());
        Assert.Equal(0, Prepare().Execute(2, s_launch, new Recorder(), TestContext.Current.CancellationToken).Made);

        Write(Path.Combine(zoo, "their-1.safetensors"), seed: 9, theirs: true);
        // The model, its comparison, its blocks.
        Assert.Equal(3, Prepare().Execute(2, s_launch, new Recorder(), TestContext.Current.CancellationToken).Made);
    }

    [Theory]
    [InlineData("{\"files\":\"ZOO/none-*.th\"}", "finds no file")]
    [InlineData("{\"files\":\"ZOO/resnet20-[ab].th\"}", "finds no file; * and ? alone stand for other characters")]
    [InlineData("{\"files\":\"ZOO/their-*\"}", "takes 1×32×32 images")]
    [InlineData("{\"files\":\"ZOO/their-*\",\"size\":8,\"depth\":8}", "depth: goes without files")]
    [InlineData("{\"files\":\"ZOO/their-*\",\"size\":8,\"layout\":\"kuangliu\"}", "not the names of kuangliu")]
    [InlineData("{\"files\":\"ZOO/their-*\",\"size\":8,\"layout\":\"nobody\"}", "'nobody' is not one of auto, akamaster")]
    [InlineData("{\"files\":\"ZOO/their-*\",\"size\":8,\"normalize\":\"0.5\"}", "'0.5' is not auto")]
    [InlineData("{\"family\":\"resnet-cifar\",\"depth\":8,\"group\":\"a\"}", "group: goes with files")]
    [InlineData("{\"seeds\":2}", "family: is missing")]
    public void What_cannot_be_is_told(string model, string problem)
    {
        string zoo = Zoo();
        InvalidOptionsException wrong = Assert.Throws<InvalidOptionsException>(
            () => Small.Plan($"models=[{model.Replace("ZOO", zoo, StringComparison.Ordinal)}]"));
        Assert.Contains(wrong.Problems, each => each.Contains(problem, StringComparison.Ordinal));
    }

    private Plan Reparsed(Plan plan)
    {
        string path = Path.Combine(_folder.Path, "plan.json");
        File.WriteAllText(path, plan.ToJson());
        return Plan.Parse(path);
    }

    private string Zoo()
    {
        string zoo = Path.Combine(_folder.Path, "zoo");
        Directory.CreateDirectory(zoo);
        for (int i = 0; i < 2; i++)
        {
            Write(Path.Combine(zoo, $"our-{i}.safetensors"), i, theirs: false);
            Write(Path.Combine(zoo, $"their-{i}.safetensors"), i + 2, theirs: true);
        }
        return zoo;
    }

    /// <summary>A layer that gives the same for all images has no component: null, not a failure.</summary>
    [Fact]
    public void A_dead_layer_has_nothing_in_common_with_the_dominant_images_of_the_others()
    {
        string path = Path.Combine(_folder.Path, "dead.safetensors");
        Write(path, 1, theirs: true, dead: "stages.1.0.bn1.weight");
        StudyRun run = StudyRun.Prepare(Small.Study($"models=[{{\"files\":\"{path}\",\"size\":8}}]", "similarity.passes=1",
            "analyses=[\"blocks\",\"components\",\"dominant-images\",\"without-images\"]"), Path.Combine(_folder.Path, "out"), 2, "");
        Assert.Empty(run.Execute(2, s_launch, new Recorder(), TestContext.Current.CancellationToken).Failures);
        LayerCurve curve = Assert.Single(StudyContents.Read(run.Store).Exhibits.OfType<LayerCurve>(),
            curve => curve.Title == "dominant images");
        string[] dead = [.. run.Plan.Models[0].Layers.Where(l => double.IsNaN(curve.Lines[0].Values[l.Index])).Select(l => l.Name)];
        Assert.Equal(["stages.1.0.bn1", "stages.1.0.relu1", "stages.1.0.conv2", "stages.1.0.bn2"], dead);
    }

    /// <param name="theirs">With akamaster's names and no metadata.</param>
    /// <param name="dead">A tensor of zeros.</param>
    private static void Write(string path, long seed, bool theirs, string? dead = null)
    {
        using NetworkWeights weights = NetworkWeights.Initial(s_spec, seed);
        if (!theirs)
        {
            ModelFile.Write(path, weights);
            return;
        }
        SafetensorsFile.Write(path, new Dictionary<string, string>(), weights.Values().Select(tensor => KeyValuePair.Create(tensor.Key
            .Replace("stem.conv", "conv1", StringComparison.Ordinal).Replace("stem.bn", "bn1", StringComparison.Ordinal)
            .Replace("head", "linear", StringComparison.Ordinal).Replace("stages.2", "layer3", StringComparison.Ordinal)
            .Replace("stages.1", "layer2", StringComparison.Ordinal).Replace("stages.0", "layer1", StringComparison.Ordinal),
            tensor.Key == dead ? new(tensor.Value.Shape, new float[tensor.Value.Values.Length]) : tensor.Value)));
    }
}
