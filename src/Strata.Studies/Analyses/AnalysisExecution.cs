using System.Diagnostics;
using System.Text.Json.Nodes;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;
using Strata.Studies.Work;

namespace Strata.Studies.Analyses;

/// <summary>Makes the folder of an analysis: the files of its kind, and the manifest.</summary>
internal static class AnalysisExecution
{
    /// <summary>Of the manifest's results: why there are none, and who took no part.</summary>
    private const string Nothing = "nothing", LeftOut = "leftOut";

    /// <summary>Whether an analysis that is there came to a result.</summary>
    public static bool HasResult(Manifest manifest) => manifest.Results[Nothing] is null;

    /// <summary>Why there is no result, and who took no part.</summary>
    public static IEnumerable<string> Remarks(Manifest manifest)
        => new[] { manifest.Results[Nothing] }.Concat(manifest.Results[LeftOut] as JsonArray ?? []).OfType<JsonNode>()
            .Select(node => $"{node}");

    /// <param name="say">Told what the user should know of the work, a sentence each.</param>
    public static void Execute(PlannedAnalysis analysis, IReadOnlyList<PlannedModel> models, ArtifactStore store, ImageSet? images,
        IProgress<WorkProgress> progress, Action<string> say, CancellationToken stop)
    {
        AnalysisKind kind = AnalysisKinds.Of(analysis.Kind);
        Artifact artifact = analysis.Artifact();
        var clock = Stopwatch.StartNew();
        using WorkingFolder folder = kind.Resumes ? WorkingFolder.Open(store, artifact) : WorkingFolder.OpenEmpty(store, artifact);
        bool IsThere(KeyValuePair<string, Artifact> input) => !kind.OfFamily || store.Has(input.Value);
        var present = analysis.Inputs.Where(IsThere).ToDictionary();
        if (store.Has(artifact) && present.Keys.All(Manifest.Read(store.FolderOf(artifact)).Inputs.ContainsKey))
            throw folder.MadeElsewhere();
        var folders = present.ToDictionary(i => i.Key, i => store.FolderOfWhole(i.Value));
        Findings found = kind.Execute(
            new(analysis, folder.Path, folders, models, images, progress, say, stop)
            {
                Missing = analysis.Inputs.Where(input => !IsThere(input))
                    .ToDictionary(i => i.Key, i => store.FailureOf(i.Value)?.Reason ?? $"{i.Value.Folder} could not be made"),
            });
        if (found.Nothing is not null) found.Results[Nothing] = found.Nothing;
        if (found.LeftOut.Count > 0) found.Results[LeftOut] = new JsonArray([.. found.LeftOut.Select(one => (JsonNode)one)]);
        var inputs = present.ToDictionary(i => i.Key, i => i.Value.Key);
        if (images is not null) inputs["data"] = images.Hash;
        new Manifest
        {
            Kind = kind.Name,
            Name = artifact.Name,
            Key = artifact.Key,
            Inputs = inputs,
            Options = found.Options ?? (JsonObject)analysis.Options.DeepClone(),
            Environment = RunEnvironment.Capture(kind.Light ? 1 : Threads.Current),
            Seconds = found.Seconds ?? clock.Elapsed.TotalSeconds,
            Created = DateTimeOffset.UtcNow,
            Warnings = [.. found.LeftOut, .. found.Warnings, .. images?.Warnings ?? []],
            Results = found.Results,
        }.Write(folder.Path);
        folder.Publish();
    }
}
