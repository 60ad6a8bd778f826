using Google.Protobuf;
using global::Onnx;
using Strata.Activations;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Models;
using Strata.Models.Families;
using Strata.Onnx;
using Strata.Onnx.Export;
using Strata.Runtime;
using Strata.Studies.Analyses;
using Strata.Studies.Planning;
using Strata.Studies.Running;
using Strata.Studies.Tests.Running;
using static global::Onnx.TensorProto.Types;

namespace Strata.Studies.Tests.Planning;

/// <summary>ONNX graphs as members of a study, beside networks of Strata's own.</summary>
public sealed class GraphModelsTests : IDisposable
{
    private static readonly ModelSpec s_spec = ModelSpec.Create("resnet-cifar", FamilyValues.Of(8), new(1, 8), 10);

    private static readonly WorkerLaunch s_launch = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Strata.Cli.dll"), "worker"]);

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Graphs_are_populations_as_other_files_are()
    {
        string zoo = Zoo();
        Plan plan = Small.Plan($"models=[{{\"files\":\"{zoo}/*.safetensors\",\"group\":\"own\"}},"
            + $"{{\"files\":\"{zoo}/g-*.onnx\",\"group\":\"own\"}},{{\"files\":\"{zoo}/g-*.onnx\",\"normalize\":\"set\"}}]");
        Assert.Equal(["own-s0", "own-s1", "own-s2", "own-s3", "g-0-s0", "g-1-s0"], plan.Models.Select(m => m.Label));
        Assert.Equal(6, plan.Models.Select(m => m.Key).Distinct().Count());
        PlannedModel own = plan.Models[0], graph = plan.Models[2];
        Assert.Null(graph.Spec);
        Assert.Equal((10, null, 17), (graph.Graph!.Answer, graph.Graph.Batch, graph.Graph.Opset));
        Assert.Equal((own.MultiplyAddsPerImage, own.Threads, own.MultiplyAdds),
            (graph.MultiplyAddsPerImage, graph.Threads, graph.MultiplyAdds));
        Assert.Equal(own.Layers.Select(l => l.Name).Except(["pool", "flatten"]),
            graph.Layers.Where(l => !l.IsDetail).Select(l => l.Name));
        Assert.NotNull(plan.Models[^1].Training.Normalize);
        string file = Path.Combine(_folder.Path, "plan.json");
        File.WriteAllText(file, plan.ToJson());
        Assert.Equal(plan.ToJson(), Plan.Parse(file).ToJson());
        // Networks of Strata's own stand in it as they did.
        Assert.Equal(4, plan.ToJson().Split("\"graph\"").Length - 1);
    }

    [Fact]
    public void Details_are_layers_where_they_are_asked_for_and_part_of_a_comparison_s_key()
    {
        string models = $"models=[{{\"files\":\"{Zoo()}/?-0.*\"}}]";
        PlannedComparison[] Within(string layers) => [.. Small.Plan(models, $"similarity.layers={layers}").Comparisons];
        PlannedComparison[] chosen = Within("auto"), all = Within("all");
        Assert.NotEqual(chosen[0].Key, all[0].Key);
        Assert.True(chosen[0].Products < all[0].Products);
        // Of an own network both are the same.
        Assert.Equal(chosen[1].Key, all[1].Key);
    }

    [Fact]
    public void A_study_of_graphs_gives_what_the_networks_give_and_is_made_again_where_one_changes()
    {
        string zoo = Zoo(), output = Path.Combine(_folder.Path, "out"), models = $"models=[{{\"files\":\"{zoo}/w-*\",\"group\":\"own\"}},"
            + $"{{\"files\":\"{zoo}/g-*\",\"group\":\"graph\",\"normalize\":\"none\"}}]";
        StudyRun Prepare() => StudyRun.Prepare(Small.Study(models, "similarity.passes=1", "similarity.shards=1", "similarity.across=seeds",
            "similarity.measures=[\"procrustes\"]", "components.maxExamples=100", "analyses=[\"blocks\",\"components\",\"stability\","
            + "\"without-components\",\"dominant-images\",\"without-images\",\"measures\",\"sparsity\",\"correspondence\",\"distances\","
            + "\"matching\",\"errors\"]"),
            output, 2, "strata run small.json");
        StudyRun run = Prepare();
        Assert.Empty(run.Execute(2, s_launch, new Recorder(), TestContext.Current.CancellationToken).Failures);
        Artifact[] of(string kind, string group) => [.. run.Plan.Artifacts().Where(a => a.Kind == kind
            && a.Name.Contains($"{group}-s0", StringComparison.Ordinal))];
        double[] Values(string kind, string group, string name)
        {
            using NpyReader file = NpyFile.Open(Path.Combine(run.Store.FolderOf(of(kind, group)[0]), name));
            return file.ReadAll();
        }
        Assert.All(Values("models", "own", "predictions.npy").Zip(Values("models", "graph", "predictions.npy")),
            pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.All(["similarity", "analysis/blocks", "analysis/components", "analysis/without-components", "analysis/measures",
            "analysis/dominant-images", "analysis/without-images", "analysis/sparsity", "analysis/correspondence"],
            kind => Assert.Equal(of(kind, "own").Length, of(kind, "graph").Length));
        // Pools and flattening, of a network's own, are no layers of a graph that anybody would call so.
        Assert.Equal(Values("analysis/components", "own", "shares.npy").Length,
            Values("analysis/components", "graph", "shares.npy").Length + 2);
        Assert.Equal(0, Prepare().Execute(2, s_launch, new Recorder(), TestContext.Current.CancellationToken).Made);

        string copied = run.Store.FolderOf(run.Plan.Models[^1].Artifact());
        using (var weights = NetworkWeights.Initial(s_spec, 9)) File.WriteAllBytes(Path.Combine(zoo, "g-1.onnx"), OnnxExport.Of(weights));
        StudyRun after = Prepare();
        Assert.Equal(run.Plan.Models.SkipLast(1).Select(m => m.Key), after.Plan.Models.SkipLast(1).Select(m => m.Key));
        Assert.False(after.Store.Has(after.Plan.Models[^1].Artifact()));
        Assert.True(File.Exists(Path.Combine(copied, "graph.onnx")));
    }

    [Fact]
    public void Weights_outside_of_the_graph_belong_to_it()
    {
        string zoo = Zoo(), path = Path.Combine(zoo, "big.onnx"), outside = Path.Combine(zoo, "parts", "w.bin");
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(zoo, "g-0.onnx")));
        Directory.CreateDirectory(Path.GetDirectoryName(outside)!);
        using (FileStream weights = File.Create(outside))
        {
            foreach (TensorProto tensor in model.Graph.Initializer.Where(tensor => tensor.RawData.Length > 400))
            {
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "parts/w.bin" });
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{weights.Position}" });
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = $"{tensor.RawData.Length}" });
                weights.Write(tensor.RawData.Span);
                tensor.DataLocation = DataLocation.External;
                tensor.RawData = ByteString.Empty;
            }
            Assert.True(weights.Length > 1000);
        }
        File.WriteAllBytes(path, model.ToByteArray());
        StudyRun Prepare() => StudyRun.Prepare(Small.Study($"models=[{{\"files\":\"{path}\"}}]", "similarity.layers=add",
            "similarity.passes=1", "analyses=[]"), Path.Combine(_folder.Path, "out"), 2, "strata run small.json");
        StudyRun run = Prepare();
        Assert.Empty(run.Execute(2, s_launch, new Recorder(), TestContext.Current.CancellationToken).Failures);
        string folder = run.Store.FolderOf(run.Plan.Models[0].Artifact());
        Assert.Equal(["graph-1.weights", "graph.onnx", "manifest.json", "predictions.npy"],
            Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order());
        Assert.Contains("graph-1.weights", Manifest.Read(folder).Files!.Keys);

        byte[] bytes = File.ReadAllBytes(outside);
        bytes[^1] ^= 1;
        File.WriteAllBytes(outside, bytes);
        Assert.NotEqual(run.Plan.Models[0].Key, Prepare().Plan.Models[0].Key);
        // The study's copy stands for itself.
        Directory.Delete(zoo, recursive: true);
        using OnnxModel copy = OnnxModel.Open(Path.Combine(folder, "graph.onnx"), Small.Digits);
        using NpyReader made = NpyFile.Open(Path.Combine(folder, "predictions.npy"));
        Assert.Equal(((IClassifier)copy).Probabilities(TestContext.Current.CancellationToken).Select(value => (double)value),
            made.ReadAll());
    }

    [Fact]
    public void What_a_graph_cannot_have_is_said_and_the_rest_goes_on()
    {
        string zoo = Zoo();
        Plan plan = Small.Plan($"models=[{{\"files\":\"{zoo}/*-0.*\",\"group\":\"a\"}},{{\"files\":\"{zoo}/*-1.*\",\"group\":\"b\"}},"
            + $"{{\"files\":\"{zoo}/mute.onnx\"}}]", "analyses=[\"collapse\",\"errors\",\"blocks\"]"),
            none = Small.Plan($"models=[{{\"files\":\"{zoo}/g-*\",\"group\":\"a\"}}]", "analyses=[\"collapse\"]");
        Study Asked(string kinds) => Small.Study($"analyses={kinds}");
        string[] absent = [.. AnalysisKinds.Absent(Asked("[\"collapse\",\"errors\",\"blocks\"]"), plan)];
        Assert.Equal(["collapse of a-s0, b-s0, mute-s0: a graph is looked at, not changed: no branch is left out",
            "errors of mute-s0: its answer has 5 numbers, and the images are of 10 classes"], absent);
        Assert.Equal((2, 1, 5), (plan.Of("collapse").Count(), plan.Of("errors").Count(), plan.Of("blocks").Count()));
        Assert.Equal(["collapse of a-s0, a-s1: a graph is looked at, not changed: no branch is left out"],
            AnalysisKinds.Absent(Asked("[\"collapse\"]"), none));
    }

    [Theory]
    [InlineData("text.onnx", "", "text.onnx: ")]
    [InlineData("cut.onnx", "", "is no ONNX model, or a damaged one")]
    [InlineData("away.onnx", "", "lies in the file 'gone.bin', which is not there")]
    [InlineData("rows.onnx", "", "expected images [examples, channels, height, width]")]
    [InlineData("other-*.onnx", "", "takes 3×8×8 images, but digits has 1×8×8")]
    [InlineData("large.onnx", "", "takes 1×16×16 images, but digits has 1×8×8")]
    [InlineData("none-*.onnx", "", "finds no file")]
    [InlineData("g-0.onnx", ",\"normalize\":\"0.5,0.5/0.5,0.5\"", "normalize: ")]
    [InlineData("g-0.onnx", ",\"layout\":\"kuangliu\"", "is an ONNX graph, which says itself what network it is")]
    [InlineData("g-0.onnx", ",\"size\":32", "size: ")]
    public void What_cannot_be_is_told(string file, string more, string problem)
    {
        string zoo = Zoo();
        Write(zoo, "other-0.onnx", ModelSpec.Create("resnet-cifar", FamilyValues.Of(8), new(3, 8), 10));
        Write(zoo, "large.onnx", ModelSpec.Create("resnet-cifar", FamilyValues.Of(8), new(1, 16), 10));
        byte[] whole = File.ReadAllBytes(Path.Combine(zoo, "g-0.onnx"));
        File.WriteAllText(Path.Combine(zoo, "text.onnx"), "<html>not found</html>");
        File.WriteAllBytes(Path.Combine(zoo, "cut.onnx"), whole[..(whole.Length / 2)]);
        ModelProto away = ModelProto.Parser.ParseFrom(whole), rows = away.Clone();
        TensorProto tensor = away.Graph.Initializer[0];
        tensor.DataLocation = DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "gone.bin" });
        tensor.RawData = ByteString.Empty;
        File.WriteAllBytes(Path.Combine(zoo, "away.onnx"), away.ToByteArray());
        rows.Graph.Input[0].Type.TensorType.Shape.Dim.RemoveAt(0);
        rows.Graph.Node.Clear();
        rows.Graph.Node.Add(new NodeProto { OpType = "Relu", Input = { rows.Graph.Input[0].Name }, Output = { "logits" } });
        File.WriteAllBytes(Path.Combine(zoo, "rows.onnx"), rows.ToByteArray());
        InvalidOptionsException wrong = Assert.Throws<InvalidOptionsException>(
            () => Small.Plan($"models=[{{\"files\":\"{zoo}/{file}\"{more}}}]"));
        string told = Assert.Single(wrong.Problems);
        Assert.Contains(problem, told, StringComparison.Ordinal);
        Assert.StartsWith("models[0].files: ", told, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told);
    }

    [Fact]
    public void A_plan_with_a_graph_that_cannot_be_is_refused()
    {
        Plan plan = Small.Plan($"models=[{{\"files\":\"{Zoo()}/g-0.onnx\"}}]");
        PlannedModel model = plan.Models[0];
        PlannedGraph graph = model.Graph!;
        Refuse("its layers are none", model with { Graph = graph with { Layers = [] } });
        Refuse("its layers are none", model with { Graph = graph with { Layers = [graph.Layers[0] with { Shape = [-1] }] } });
        Refuse("its layers are none",
            model with { Graph = graph with { Layers = [graph.Layers[0] with { Shape = [int.MaxValue, int.MaxValue] }] } });
        Refuse("its numbers are none of a graph", model with { Graph = graph with { Batch = 0 } });
        Refuse("it is read from no file", model with { File = null });

        void Refuse(string why, PlannedModel wrong)
        {
            string file = Path.Combine(_folder.Path, "plan.json");
            File.WriteAllText(file, (plan with { Models = [wrong] }).ToJson());
            Assert.Contains(why, Assert.Throws<InvalidFileException>(() => Plan.Parse(file)).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Two networks and the same as graphs, and one that answers with other classes.</summary>
    private string Zoo()
    {
        string zoo = Path.Combine(_folder.Path, "zoo");
        Directory.CreateDirectory(zoo);
        for (int i = 0; i < 2; i++)
        {
            using NetworkWeights weights = NetworkWeights.Initial(s_spec, i);
            ModelFile.Write(Path.Combine(zoo, $"w-{i}.safetensors"), weights);
            File.WriteAllBytes(Path.Combine(zoo, $"g-{i}.onnx"), OnnxExport.Of(weights));
        }
        Write(zoo, "mute.onnx", ModelSpec.Create("resnet-cifar", FamilyValues.Of(8), new(1, 8), 5));
        return zoo;
    }

    private static void Write(string folder, string name, ModelSpec spec)
    {
        using NetworkWeights weights = NetworkWeights.Initial(spec, 5);
        File.WriteAllBytes(Path.Combine(folder, name), OnnxExport.Of(weights));
    }
}
