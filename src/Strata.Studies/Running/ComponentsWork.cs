using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Activations;
using Strata.Analysis;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Running;

/// <summary>Makes the components folder of a model: components.json and shares.npy.</summary>
internal static class ComponentsWork
{
    public const string SharesFile = "shares.npy";
    public const string LayersFile = "layers.json";

    public static void Execute(ComponentsItem item, ArtifactStore store, ImageSet images, IProgress<WorkProgress> progress, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        using WorkingFolder folder = WorkingFolder.OpenEmpty(store, item.Analysis.ComponentsArtifact());
        using TrainedModel source = TrainedModel.Open(Path.Combine(store.FolderOf(item.Model.Artifact()), "weights.safetensors"), images, item.Model.Name);
        var options = new ComponentOptions();
        ComponentShares result = PrincipalComponents.Shares(source, options, new Passes(progress), stop);
        NpyFile.Write(Path.Combine(folder.Path, SharesFile), result.Shares, result.Shares.Length);
        LayerList.Write(Path.Combine(folder.Path, LayersFile), result.Layers);
        var json = new JsonObject
        {
            ["layers"] = new JsonArray([.. result.Layers.Select(l => (JsonNode)l.Name)]),
            ["shares"] = Numbers(result.Shares),
            ["variance"] = Numbers(result.Variance),
            ["undefined"] = JsonSerializer.SerializeToNode(result.Undefined, StudyJson.Line),
            ["examples"] = result.Examples,
            ["passes"] = result.Passes,
        };
        AtomicFile.WriteText(Path.Combine(folder.Path, "components.json"), json.ToJsonString(StudyJson.File) + "\n");
        new Manifest
        {
            Kind = "components",
            Name = item.Analysis.Name,
            Key = item.Analysis.Key,
            Inputs = new Dictionary<string, string> { ["data"] = images.Hash, ["model"] = item.Model.Key },
            Options = (JsonObject)JsonSerializer.SerializeToNode(options, StudyJson.Line)!,
            Environment = RunEnvironment.Capture(Threads.Current),
            Seconds = clock.Elapsed.TotalSeconds,
            Created = DateTimeOffset.UtcNow,
            Warnings = [.. result.Warnings],
            Results = [],
        }.Write(folder.Path);
        folder.Publish();
    }

    /// <summary>JSON has no NaN; undefined shares are null, with the reason beside them.</summary>
    private static JsonArray Numbers(double[] values) => new([.. values.Select(v => double.IsFinite(v) ? (JsonNode)v : null)]);

    private sealed class Passes(IProgress<WorkProgress> progress) : IProgress<ComponentProgress>
    {
        public void Report(ComponentProgress value) => progress.Report(new((double)value.Settled / value.Layers, $"pass {value.Passes}, {value.Settled} of {value.Layers} layers settled", null));
    }
}
