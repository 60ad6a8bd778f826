using System.Text.Json;
using Strata.Checkpoints;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Running;
using Strata.Studies.Slurm;
using Strata.Studies.Storage;
using Strata.Training;

namespace Strata.Studies.Reporting;

/// <summary>What of a study is done, running, left, damaged and failed.</summary>
/// <param name="Study">Its name.</param>
/// <param name="Output">The output folder.</param>
/// <param name="Runs">Who is at work there.</param>
/// <param name="SecondsLeft">Until all is made, by the speed of what is there; null where nobody is at work or nothing is known.</param>
/// <param name="Notes">What else a reader should know, a sentence each.</param>
public sealed record StudyStatus(string Study, string Output, IReadOnlyList<LockHolder> Runs, IReadOnlyList<ArtifactStatus> Artifacts,
    double? SecondsLeft, IReadOnlyList<string> Notes)
{
    /// <summary>How its jobs on a cluster are doing; null where there are none, or nobody asked.</summary>
    public SlurmStatus? Slurm { get; init; }

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
        var all = new List<ArtifactStatus>();
        // What failed, with what is at the bottom of it.
        var lost = new Dictionary<Artifact, string>();
        var families = plan.Analyses.Where(a => a.OfFamily).Select(a => a.Artifact()).ToHashSet();
        var progress = plan.Models.ToDictionary(m => m.Artifact(), m => Epochs(store, m));
        var shares = plan.Comparisons.ToDictionary(c => c.Artifact(), c => c.Sums(plan.Similarity).Select(s => s.Artifact).ToArray());
        foreach ((Artifact comparison, Artifact[] sums) in shares)
            progress[comparison] = check.Has(comparison) ? null : Passes(store, plan, [comparison, .. sums]);
        foreach ((Artifact artifact, IReadOnlyList<Artifact> needs) in plan.Needs())
        {
            ArtifactStatus status = Of(store, artifact, check[artifact], progress.GetValueOrDefault(artifact),
                [artifact, .. shares.GetValueOrDefault(artifact, [])]);
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
        IReadOnlyList<LockHolder> runs = RunsAtWork.In(store.Root);
        int working = all.Count(a => a.State == ArtifactState.Running);
        double? left = runs.Count == 0 ? null : Remaining(plan, store, check, working);
        return new(plan.Study, store.Root, runs, all, left, [.. NotesOn(plan, store, check)]);
    }

    /// <summary>What failed by itself, each with what depends on it.</summary>
    public IReadOnlyList<FailedStep> Failures
        => [.. Artifacts.Where(a => a is { State: ArtifactState.Failed, Cause: null })
            .Select(a => new FailedStep(a.Artifact, a.Detail ?? "", Artifacts.Count(other => other.Cause == a.Artifact)))];

    public int Count(ArtifactState state) => Artifacts.Count(a => a.State == state);

    /// <summary>One object: study, output, runs, seconds left, jobs on Slurm, the artifacts of each state, and notes.</summary>
    public string ToJson()
        => JsonSerializer.Serialize(
            new
            {
                Study,
                Output,
                Runs,
                SecondsLeft,
                Slurm,
                Done = In(ArtifactState.Done),
                Running = In(ArtifactState.Running),
                Left = In(ArtifactState.Left),
                Damaged = In(ArtifactState.Damaged),
                Failed = In(ArtifactState.Failed),
                Notes,
            },
            StudyJson.File);

    /// <summary>What is missing at the speed at which the models that are there were trained, by as many as are at work.</summary>
    private static double? Remaining(Plan plan, ArtifactStore store, StoreCheck check, int working)
    {
        PlannedModel[] trained = [.. plan.Models.Where(model => model.IsTrainedHere && check.Has(model.Artifact()))];
        if (trained.Length == 0) return null;
        double speed = trained.Sum(model => model.MultiplyAdds)
            / trained.Sum(model => Manifest.Read(store.FolderOf(model.Artifact())).Seconds);
        double left = plan.Steps.Sum(step => step.MultiplyAdds * step.Makes.Count(a => !check.Has(a)) / step.Makes.Count);
        return left / speed / Math.Max(1, working);
    }

    private object[] In(ArtifactState state)
        => [.. Artifacts.Where(a => a.State == state).Select(a => (object)new { a.Artifact, a.Detail })];

    /// <param name="made">The artifact with what is made for it before.</param>
    private static ArtifactStatus Of(ArtifactStore store, Artifact artifact, ArtifactCheck check, string? progress,
        IReadOnlyList<Artifact> made)
    {
        if (check.Health == ArtifactHealth.Whole) return new(artifact.Folder, ArtifactState.Done, null);
        bool begun = made.Any(each => Directory.Exists(store.FolderOf(each)) || Directory.Exists(store.WorkingFolderOf(each)));
        if (made.Select(store.MakerOf).FirstOrDefault(holder => holder is not null) is { } maker)
            return new(artifact.Folder, ArtifactState.Running, progress is null ? $"on {maker.Host}" : $"{progress}, on {maker.Host}");
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
        string[] machines = [.. plan.Artifacts().Where(check.Has)
            .Select(a => Manifest.Read(store.FolderOf(a)).Environment.Machine).Distinct()];
        if (machines.Length > 1)
            yield return $"results come from {machines.Length} kinds of machines, whose last digits may differ: "
                + string.Join("; ", machines);
        int unverified = plan.Artifacts().Count(a => check.Has(a) && !check[a].Verified);
        if (unverified > 0)
            yield return $"{unverified} result{(unverified == 1 ? "" : "s")} of an earlier version without checksums: damage to them "
                + "may go unnoticed";
    }

    /// <summary>How far the sums of a comparison are; null where there are none.</summary>
    /// <param name="made">It and its shares.</param>
    private static string? Passes(ArtifactStore store, Plan plan, IEnumerable<Artifact> made)
    {
        int summed = made.SelectMany(artifact => new[] { store.FolderOf(artifact), store.WorkingFolderOf(artifact) })
            .Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, $"*{PassFiles.Extension}"))
            .Select(Path.GetFileName).Distinct().Count();
        return summed == 0 ? null : $"{summed} of {plan.Similarity.Passes} passes";
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
