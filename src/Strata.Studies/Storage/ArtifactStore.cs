using System.Text.Json;
using Strata.Checkpoints;
using Strata.Runtime;

namespace Strata.Studies.Storage;

/// <summary>
/// A study's output folder. Every artifact folder becomes visible by one rename; what is there is known by the key in its manifest.
/// </summary>
public sealed class ArtifactStore
{
    /// <param name="directory">The output folder; it need not exist.</param>
    public ArtifactStore(string directory) => Root = Path.GetFullPath(directory);

    public string Root { get; }
    public string StudyFile => Path.Combine(Root, "study.json");
    public string PlanFile => Path.Combine(Root, "plan.json");
    public string ReportFolder => Path.Combine(Root, "report");

    public string FolderOf(Artifact artifact) => Path.Combine(Root, artifact.Folder);

    /// <summary>Where an artifact is made before it is published; survives a kill, so that a training can go on.</summary>
    public string WorkingFolderOf(Artifact artifact)
    {
        string folder = FolderOf(artifact);
        return Path.Combine(Path.GetDirectoryName(folder)!, $".{artifact.Name}.partial");
    }

    /// <summary>
    /// Locked by the process that is at work in the working folder; beside it, so that it is held until the folder has its final name.
    /// </summary>
    public string ClaimOf(Artifact artifact) => Path.ChangeExtension(WorkingFolderOf(artifact), ".claim");

    /// <summary>Whether the artifact is there with this key; another key, or a manifest that cannot be read, is not it.</summary>
    public bool Has(Artifact artifact)
    {
        try
        {
            return Manifest.Read(FolderOf(artifact)).Key == artifact.Key;
        }
        catch (InvalidFileException)
        {
            return false;
        }
    }

    /// <summary>Shows what the working folder holds under the artifact's name; what was there under another key goes.</summary>
    public void Publish(Artifact artifact)
    {
        Swap(WorkingFolderOf(artifact), FolderOf(artifact));
        foreach (string obsolete in new[] { NoteFile(artifact), FailedLog(artifact) }.Where(File.Exists)) File.Delete(obsolete);
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

    public void Fail(Artifact artifact, string reason, int? diverged = null)
    {
        var note = new FailureNote(artifact.Folder, artifact.Key, reason, diverged, DateTimeOffset.UtcNow);
        AtomicFile.WriteText(NoteFile(artifact), JsonSerializer.Serialize(note, StudyJson.File) + "\n");
    }

    /// <summary>What is known about the artifact's last failure, or null.</summary>
    public FailureNote? FailureOf(Artifact artifact)
    {
        try
        {
            FailureNote? note = JsonSerializer.Deserialize<FailureNote>(File.ReadAllBytes(NoteFile(artifact)), StudyJson.File);
            return note?.Key == artifact.Key ? note : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException)
        {
            return null;
        }
    }

    private string NoteFile(Artifact artifact)
        => Path.Combine(Root, "failed", artifact.Kind == ArtifactKind.Model ? $"{artifact.Name}.json"
            : $"{Path.GetFileName(artifact.Kind)}.{artifact.Name}.json");

    /// <summary>Makes the folder and finds out whether it can be written and has room.</summary>
    /// <exception cref="StrataException">It cannot, or has not.</exception>
    public void Prepare(double bytes)
    {
        try
        {
            Directory.CreateDirectory(Root);
            string probe = Path.Combine(Root, $".probe.{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, new byte[4096]);
            File.Delete(probe);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StrataException($"{Root}: cannot be written: {refused.Message}", refused);
        }
        double free = new DriveInfo(Root).AvailableFreeSpace;
        if (free < bytes)
            throw new StrataException(
                $"{Root}: has {free / 1e9:0.00} GB of free space, but this study needs about {bytes / 1e9:0.00} GB more");
    }
}
