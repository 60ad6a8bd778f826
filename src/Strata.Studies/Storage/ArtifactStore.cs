using Strata.Checkpoints;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Training;

namespace Strata.Studies.Storage;

/// <summary>
/// A study's output folder. Every artifact folder becomes visible by one rename; what is there is known by the key in its manifest, and
/// whether it is whole by the checksums there.
/// </summary>
public sealed class ArtifactStore
{
    private const string NoteKind = "note on a failure";

    private readonly StoreCheck? _check;

    /// <param name="directory">The output folder; it need not exist.</param>
    public ArtifactStore(string directory) => Root = Path.GetFullPath(directory);

    private ArtifactStore(string root, StoreCheck check) => (Root, _check) = (root, check);

    public string Root { get; }
    public string StudyFile => Path.Combine(Root, "study.json");
    public string PlanFile => Path.Combine(Root, "plan.json");
    public string ReportFolder => Path.Combine(Root, "report");

    /// <summary>Event files for TensorBoard, a folder for each training; no results.</summary>
    public string EventsFolder => Path.Combine(Root, "tensorboard");

    public string EventsOf(string model) => Path.Combine(EventsFolder, model);

    public string FolderOf(Artifact artifact) => Path.Combine(Root, artifact.Folder);

    /// <summary>Where an artifact is made before it is published; survives a kill, so that a training can go on.</summary>
    public string WorkingFolderOf(Artifact artifact)
    {
        string folder = FolderOf(artifact);
        return Path.Combine(Path.GetDirectoryName(folder)!, $".{artifact.Name}.partial");
    }

    /// <summary>
    /// What the files begin with by which a process holds the artifact that it makes; beside the working folder, so that it is held until
    /// the folder has its final name.
    /// </summary>
    internal string ClaimOf(Artifact artifact)
    {
        string folder = FolderOf(artifact);
        return Path.Combine(Path.GetDirectoryName(folder)!, $".{artifact.Name}.");
    }

    /// <summary>The process that makes the artifact now, or null.</summary>
    public LockHolder? MakerOf(Artifact artifact) => OutputLock.HolderAt(ClaimOf(artifact));

    /// <summary>The same folder as it is now, in which only what is whole counts as being there.</summary>
    public ArtifactStore Checked(Plan plan) => new(Root, CheckOf(plan));

    /// <summary>What there is of a plan.</summary>
    public StoreCheck CheckOf(Plan plan) => _check ?? StoreCheck.Of(plan, this);

    /// <summary>
    /// Whether the artifact is there with this key; unless the store is <see cref="Checked"/>, only its manifest is looked at. Sums count
    /// as there where the comparison is that was made of them.
    /// </summary>
    public bool Has(Artifact artifact)
    {
        if (_check is not null) return _check.Has(artifact);
        if (artifact.Comparison is { } made && Has(made)) return true;
        try
        {
            return Manifest.Read(FolderOf(artifact)).Key == artifact.Key;
        }
        catch (InvalidFileException)
        {
            return false;
        }
    }

    /// <summary>Reads the artifact, if it is there, and holds every file against its checksum.</summary>
    public ArtifactCheck Check(Artifact artifact)
    {
        string folder = FolderOf(artifact);
        if (!Directory.Exists(folder))
            return File.Exists(folder) ? new(ArtifactHealth.Damaged, "is no folder") : new(ArtifactHealth.Missing);
        try
        {
            Manifest manifest = Manifest.Read(folder);
            if ((manifest.Kind, manifest.Name) != (ArtifactKind.InManifest(artifact.Kind), artifact.Name))
                return new(ArtifactHealth.Damaged, $"{Manifest.FileName} is that of the {manifest.Kind} {Foreign.Quoted(manifest.Name)}");
            if (manifest.Key != artifact.Key) return new(ArtifactHealth.Other, "holds a result of other options, data or versions");
            string[] damage = [.. manifest.DamageIn(folder).Select(d => $"{d.Name} {d.Problem}")];
            return damage.Length > 0
                ? new(ArtifactHealth.Damaged, string.Join("; ", damage))
                : new(ArtifactHealth.Whole, null, [.. manifest.ForeignIn(folder)], Verified: manifest.Files is not null);
        }
        catch (InvalidFileException damaged)
        {
            return new(ArtifactHealth.Damaged, $"{Path.GetFileName(damaged.Path)} {damaged.Problem}");
        }
    }

    /// <summary>The folder of an artifact that something is about to be made from.</summary>
    /// <exception cref="InvalidFileException">It is not there, or not as it was written.</exception>
    public string FolderOfWhole(Artifact artifact)
    {
        ArtifactCheck found = Check(artifact);
        return found.Health == ArtifactHealth.Whole
            ? FolderOf(artifact)
            : throw new InvalidFileException(FolderOf(artifact),
                $"{found.Problem ?? "does not exist"}; the study's next run makes it again");
    }

    /// <summary>What is wrong with the files that say what the study is; nothing where none was run yet.</summary>
    public IEnumerable<string> StudyProblems()
    {
        if (!Path.Exists(PlanFile)) return [];
        try
        {
            return Plan.Parse(PlanFile).StudyFile?.ProblemOf(StudyFile) is { } problem ? [$"study.json {problem}"] : [];
        }
        catch (InvalidFileException damaged)
        {
            return [$"plan.json {damaged.Problem}"];
        }
    }

    /// <summary>Moves an artifact to the folder <c>damaged</c> of the output.</summary>
    /// <returns>Where it is now.</returns>
    /// <exception cref="StrataException">It cannot be moved.</exception>
    public string SetAside(Artifact artifact)
    {
        string from = FolderOf(artifact), to = Path.Combine(Root, "damaged", artifact.Folder);
        for (int i = 2; Path.Exists(to); i++) to = Path.Combine(Root, "damaged", $"{artifact.Folder}-{i}");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            if (Directory.Exists(from)) Directory.Move(from, to);
            else File.Move(from, to);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StrataException($"{from}: is damaged and cannot be moved to {to}: {refused.Message}", refused);
        }
        return to;
    }

    /// <summary>Shows what the working folder holds under the artifact's name; what was there under another key goes.</summary>
    public void Publish(Artifact artifact)
    {
        Swap(WorkingFolderOf(artifact), FolderOf(artifact));
        foreach (string obsolete in new[] { NoteFile(artifact), FailedLog(artifact) }.Where(File.Exists)) File.Delete(obsolete);
    }

    /// <summary>Takes away what was left for another artifact, which is made.</summary>
    public void Remove(Artifact artifact)
    {
        string folder = FolderOf(artifact), kind = Path.GetDirectoryName(folder)!;
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        if (Directory.Exists(kind) && !Directory.EnumerateFileSystemEntries(kind).Any()) Directory.Delete(kind);
    }

    /// <summary>Puts a folder in another's place: a reader sees the old one, none, or the new one, never parts of both.</summary>
    internal static void Swap(string working, string folder)
    {
        string stale = Path.Combine(Path.GetDirectoryName(folder)!, $".{Path.GetFileName(folder)}.stale");
        if (Directory.Exists(stale)) Directory.Delete(stale, recursive: true);
        if (Directory.Exists(folder)) Directory.Move(folder, stale);
        Directory.Move(working, folder);
        if (Directory.Exists(stale)) Directory.Delete(stale, recursive: true);
    }

    /// <summary>The training log of a model that diverged.</summary>
    public string FailedLog(Artifact artifact) => Path.ChangeExtension(NoteFile(artifact), ".jsonl");

    /// <summary>Its epochs; none where the log is not there any more, or not as it was written.</summary>
    public IReadOnlyList<EpochRecord> FailedEpochs(Artifact artifact)
    {
        string log = FailedLog(artifact);
        try
        {
            return FailureOf(artifact)?.Log?.ProblemOf(log) is null ? TrainingLog.Read(log) : [];
        }
        catch (InvalidFileException)
        {
            return [];
        }
    }

    public void Fail(Artifact artifact, string reason, int? diverged = null)
    {
        FileChecksum? log = File.Exists(FailedLog(artifact)) ? FileChecksum.Of(FailedLog(artifact)) : null;
        var note = new FailureNote(artifact.Folder, artifact.Key, reason, diverged, DateTimeOffset.UtcNow)
        {
            Format = FailureNote.CurrentFormat,
            Log = log,
        };
        AtomicFile.WriteText(NoteFile(artifact), SealedJson.Write(note, StudyJson.File));
    }

    /// <summary>
    /// What is known about the artifact's last failure, or null; a damaged note is as none, so that the artifact is tried again.
    /// </summary>
    public FailureNote? FailureOf(Artifact artifact)
    {
        string path = NoteFile(artifact);
        if (!Path.Exists(path)) return null;
        try
        {
            byte[] text = JsonFile.ReadBytes(path, NoteKind);
            FailureNote note = JsonFile.Parse<FailureNote>(text, path, NoteKind, StudyJson.File);
            SealedJson.Require(text, path, required: note.Format > 1);
            return note.Key == artifact.Key ? note : null;
        }
        catch (InvalidFileException)
        {
            return null;
        }
    }

    private string NoteFile(Artifact artifact)
        => Path.Combine(Root, "failed",
            artifact.Kind == ArtifactKind.Model ? $"{artifact.Name}.json" : $"{Path.GetFileName(artifact.Kind)}.{artifact.Name}.json");

    /// <summary>Makes the folder and finds out whether it can be written and has room.</summary>
    /// <exception cref="StrataException">It cannot, or has not.</exception>
    public void Prepare(double bytes)
    {
        try
        {
            NewFolders.Make(OutputFolder.PlaceOf(Root).Path);
            string probe = Path.Combine(Root, $".probe.{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, new byte[4096]);
            File.Delete(probe);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StrataException($"{Foreign.Path(Root)}: cannot be written: {AtomicFile.Reason(refused)}", refused);
        }
        double free = new DriveInfo(Root).AvailableFreeSpace;
        if (free < bytes)
            throw new StrataException(
                $"{Root}: has {free / 1e9:0.00} GB of free space, but this study needs about {bytes / 1e9:0.00} GB more");
    }
}
