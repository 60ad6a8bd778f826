using System.Text.Json;
using Strata.Runtime;
using Strata.Studies.Analyses;
using Strata.Studies.Planning;
using Strata.Studies.Running;
using Strata.Studies.Storage;
using Strata.Training;

namespace Strata.Studies.Reporting;

/// <summary>What of a study is done, running, left, damaged and failed.</summary>
/// <param name="Study">Its name.</param>
/// <param name="Output">The output folder.</param>
/// <param name="Runner">Who is at work there, or null.</param>
/// <param name="Notes">What else a reader should know, a sentence each.</param>
public sealed record StudyStatus(string Study, string Output, LockHolder? Runner, IReadOnlyList<ArtifactStatus> Artifacts,
    IReadOnlyList<string> Notes)
{
    /// <summary>Reads every file of every artifact, so that damage shows.</summary>
    /// <exception cref="InvalidFileException">No study was run there, or its plan is damaged.</exception>
    public static StudyStatus Read(ArtifactStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Plan plan = PlanFile.Read(store.PlanFile);
        return Of(plan, store, store.CheckOf(plan));
    }

    internal static StudyStatus Of(Plan plan, ArtifactStore store, StoreCheck check)
    {
        LockHolder? runner = OutputLock.HolderIn(store.Root);
        var all = new List<ArtifactStatus>();
        // What failed, with what is at the bottom of it.
        var lost = new Dictionary<Artifact, string>();
        var families = plan.Analyses.Where(a => AnalysisKinds.Of(a.Kind).OfFamily).Select(a => a.Artifact()).ToHashSet();
        var progress = plan.Models.ToDictionary(m => m.Artifact(), m => Epochs(store, m));
        foreach ((Artifact artifact, IReadOnlyList<Artifact> needs) in plan.Needs())
        {
            ArtifactStatus status = Of(store, artifact, check[artifact], runner is not null, progress.GetValueOrDefault(artifact));
            // What needs something that failed will not be made either.
            if (status.State == ArtifactState.Left && !families.Contains(artifact)
                && needs.FirstOrDefault(lost.ContainsKey) is { Name: not null } missing)
            {
                string detail = $"needs {missing.Folder}, which failed";
                status = status with { State = ArtifactState.Failed, Detail = detail, Cause = lost[missing] };
            }
            if (status.State == ArtifactState.Failed) lost[artifact] = status.Cause ?? status.Artifact;
            all.Add(status);
        }
        return new(plan.Study, store.Root, runner, all, [.. NotesOn(plan, store, check)]);
    }

    /// <summary>What failed by itself, each with what depends on it.</summary>
    public IReadOnlyList<FailedStep> Failures
        => [.. Artifacts.Where(a => a is { State: ArtifactState.Failed, Cause: null })
            .Select(a => new FailedStep(a.Artifact, a.Detail ?? "", Artifacts.Count(other => other.Cause == a.Artifact)))];

    public int Count(ArtifactState state) => Artifacts.Count(a => a.State == state);

    /// <summary>One object: study, output, runner, the artifacts of each state, and notes.</summary>
    public string ToJson()
        => JsonSerializer.Serialize(
            new
            {
                Study,
                Output,
                Runner,
                Done = In(ArtifactState.Done),
                Running = In(ArtifactState.Running),
                Left = In(ArtifactState.Left),
                Damaged = In(ArtifactState.Damaged),
                Failed = In(ArtifactState.Failed),
                Notes,
            },
            StudyJson.File);

    private object[] In(ArtifactState state)
        => [.. Artifacts.Where(a => a.State == state).Select(a => (object)new { a.Artifact, a.Detail })];

    private static ArtifactStatus Of(ArtifactStore store, Artifact artifact, ArtifactCheck check, bool alive, string? progress)
    {
        if (check.Health == ArtifactHealth.Whole) return new(artifact.Folder, ArtifactState.Done, null);
        bool begun = Directory.Exists(store.WorkingFolderOf(artifact));
        if (alive && begun) return new(artifact.Folder, ArtifactState.Running, progress);
        if (check.Health == ArtifactHealth.Damaged) return new(artifact.Folder, ArtifactState.Damaged, check.Problem);
        if (store.FailureOf(artifact) is { } note) return new(artifact.Folder, ArtifactState.Failed, note.Reason);
        return new(artifact.Folder, ArtifactState.Left, begun && progress is not null ? $"interrupted, {progress} saved" : check.Problem);
    }

    private static IEnumerable<string> NotesOn(Plan plan, ArtifactStore store, StoreCheck check)
    {
        if (plan.StudyFile?.ProblemOf(store.StudyFile) is { } problem) yield return $"study.json {problem}; the next run writes it anew";
        foreach (Artifact artifact in plan.Artifacts())
            if (check[artifact].Foreign is { Count: > 0 } foreign)
                yield return $"{artifact.Folder} holds {string.Join(", ", foreign.Take(3).Select(Foreign.Quoted))}"
                    + $"{(foreign.Count > 3 ? " and others" : "")}, which is no part of it and is not read";
        int unverified = plan.Artifacts().Count(a => check.Has(a) && !check[a].Verified);
        if (unverified > 0)
            yield return $"{unverified} result{(unverified == 1 ? "" : "s")} of an earlier version without checksums: damage to them "
                + "may go unnoticed";
    }

    /// <summary>How far a training is, by its log; null where there is none.</summary>
    internal static string? Epochs(ArtifactStore store, PlannedModel model)
    {
        try
        {
            IReadOnlyList<EpochRecord> epochs = TrainingLog.Read(
                Path.Combine(store.WorkingFolderOf(model.Artifact()), TrainingLog.FileName));
            return epochs.Count == 0 ? null : $"epoch {epochs.Count} of {model.Training.Epochs}";
        }
        catch (InvalidFileException)
        {
            // The log is written anew from the state that the training goes on from.
            return null;
        }
    }
}
