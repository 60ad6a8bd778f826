using System.Diagnostics;
using System.Text.Json.Nodes;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Running;
using Strata.Studies.Storage;

namespace Strata.Studies.Analyses;

/// <summary>Makes the folder of an analysis: the files of its kind, and the manifest.</summary>
internal static class AnalysisExecution
{
    /// <param name="say">Told what the user should know of the work, a sentence each.</param>
    public static void Execute(PlannedAnalysis analysis, IReadOnlyList<PlannedModel> models, ArtifactStore store, ImageSet? images,
        IProgress<WorkProgress> progress, Action<string> say, CancellationToken stop)
    {
        AnalysisKind kind = AnalysisKinds.Of(analysis.Kind);
        Artifact artifact = analysis.Artifact();
        var clock = Stopwatch.StartNew();
        using WorkingFolder folder = kind.Resumes ? WorkingFolder.Open(store, artifact) : WorkingFolder.OpenEmpty(store, artifact);
        var folders = analysis.Inputs.ToDictionary(i => i.Key, i => store.FolderOfWhole(i.Value));
        Findings found = kind.Execute(new(analysis, folder.Path, folders, models, images, progress, say, stop));
        var inputs = analysis.Inputs.ToDictionary(i => i.Key, i => i.Value.Key);
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
            Warnings = [.. found.Warnings],
            Results = found.Results,
        }.Write(folder.Path);
        folder.Publish();
    }
}
