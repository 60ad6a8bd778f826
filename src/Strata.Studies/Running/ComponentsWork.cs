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
        using var source = new NamedSource(item.Model.Name, TrainedModel.Open(Path.Combine(store.FolderOf(item.Model.Artifact()), "weights.safetensors"), images));
        var options = new ComponentOptions();
        ComponentShares result = PrincipalComponents.Shares(source, options, stop: stop);
        Artifact artifact = item.Analysis.ComponentsArtifact();
        using WorkingFolder folder = WorkingFolder.OpenEmpty(store, artifact);
        NpyFile.Write(Path.Combine(folder.Path, SharesFile), result.Shares, result.Shares.Length);
        LayerList.Write(Path.Combine(folder.Path, LayersFile), result.Layers);
        var json = new JsonObject
        {
            ["layers"] = new JsonArray([.. result.Layers.Select(l => (JsonNode)l.Name)]),
            ["shares"] = new JsonArray([.. result.Shares.Select(s => double.IsNaN(s) ? null : (JsonNode)s)]),
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
            Warnings = [],
            Results = [],
        }.Write(folder.Path);
        folder.Publish();
    }
}
