using System.Text.Json;
using Strata.Studies.Planning;
using Strata.Studies.Storage;
using Strata.Training;

namespace Strata.Studies.Reporting;

/// <summary>What of a study is done, running, left and failed.</summary>
/// <param name="Study">Its name.</param>
/// <param name="Output">The output folder.</param>
/// <param name="Runner">Who is at work there, or null.</param>
public sealed record StudyStatus(string Study, string Output, LockHolder? Runner, IReadOnlyList<ArtifactStatus> Artifacts)
{
    /// <exception cref="Runtime.InvalidFileException">No study was run there.</exception>
    public static StudyStatus Read(ArtifactStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Plan plan = Plan.Parse(store.PlanFile);
        LockHolder? runner = OutputLock.HolderIn(store.Root);
        var all = new List<ArtifactStatus>();
        var lost = new HashSet<string>();
        void Add(Artifact artifact, IEnumerable<string> needs, string? progress)
        {
            ArtifactStatus status = Of(store, artifact, runner is not null, progress);
            // What needs something that failed will not be made either.
            if (status.State == ArtifactState.Left && needs.FirstOrDefault(lost.Contains) is { } missing)
                status = status with { State = ArtifactState.Failed, Detail = $"needs {missing}, which failed" };
            if (status.State == ArtifactState.Failed) lost.Add(status.Artifact);
            all.Add(status);
        }

        var models = plan.Models.ToDictionary(m => m.Name, m => m.Artifact());
        foreach (PlannedModel model in plan.Models) Add(model.Artifact(), [], Epochs(store, model));
        foreach (PlannedComparison comparison in plan.Comparisons)
            Add(comparison.Artifact(), [models[comparison.A].Folder, models[comparison.B].Folder], null);
        foreach (PlannedAnalysis analysis in plan.Analyses)
            Add(analysis.Artifact(), analysis.Inputs.Values.Select(input => input.Folder), null);
        return new(plan.Study, store.Root, runner, all);
    }

    public int Count(ArtifactState state) => Artifacts.Count(a => a.State == state);

    /// <summary>One object: study, output, runner, and the artifacts of each state.</summary>
    public string ToJson()
        => JsonSerializer.Serialize(new
        {
            Study,
            Output,
            Runner,
            Done = In(ArtifactState.Done),
            Running = In(ArtifactState.Running),
            Left = In(ArtifactState.Left),
            Failed = In(ArtifactState.Failed)
        }, StudyJson.File);

    private object[] In(ArtifactState state)
        => [.. Artifacts.Where(a => a.State == state).Select(a => (object)new { a.Artifact, a.Detail })];

    private static ArtifactStatus Of(ArtifactStore store, Artifact artifact, bool alive, string? progress)
    {
        if (store.Has(artifact)) return new(artifact.Folder, ArtifactState.Done, null);
        bool begun = Directory.Exists(store.WorkingFolderOf(artifact));
        if (alive && begun) return new(artifact.Folder, ArtifactState.Running, progress);
        if (store.FailureOf(artifact) is { } note) return new(artifact.Folder, ArtifactState.Failed, note.Reason);
        return new(artifact.Folder, ArtifactState.Left, begun && progress is not null ? $"interrupted, {progress} saved" : null);
    }

    private static string? Epochs(ArtifactStore store, PlannedModel model)
    {
        IReadOnlyList<EpochRecord> epochs = TrainingLog.Read(Path.Combine(store.WorkingFolderOf(model.Artifact()), TrainingLog.FileName));
        return epochs.Count == 0 ? null : $"epoch {epochs.Count} of {model.Training.Epochs}";
    }
}
