using Strata.Checkpoints;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Work;

/// <summary>The folder in which an artifact is made, for one process at a time.</summary>
internal sealed class WorkingFolder : IDisposable
{
    private readonly ArtifactStore _store;
    private readonly Artifact _artifact;
    private readonly OutputLock _claim;

    private WorkingFolder(ArtifactStore store, Artifact artifact, OutputLock claim)
        => (_store, _artifact, _claim) = (store, artifact, claim);

    public string Path => _store.WorkingFolderOf(_artifact);

    /// <summary>Opens the folder, with what an earlier run left in it.</summary>
    /// <exception cref="HeldException">Another process holds it.</exception>
    public static WorkingFolder Open(ArtifactStore store, Artifact artifact)
    {
        string claim = store.ClaimOf(artifact);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(claim)!);
        OutputLock held = OutputLock.TryTake(claim, out string? by) ?? throw new HeldException(store.WorkingFolderOf(artifact), by!);
        var working = new WorkingFolder(store, artifact, held);
        working.Clean();
        return working;
    }

    /// <summary>Opens the folder without what an earlier run left in it.</summary>
    public static WorkingFolder OpenEmpty(ArtifactStore store, Artifact artifact)
    {
        WorkingFolder folder = Open(store, artifact);
        folder.KeepOnly([]);
        return folder;
    }

    /// <summary>
    /// Whether everything of the artifact is there, as it was written: an earlier run was killed just before it gave the folder its name.
    /// </summary>
    public bool IsComplete()
    {
        try
        {
            Manifest manifest = Manifest.ReadWhole(Path);
            if (manifest.Key != _artifact.Key || manifest.Files is not { } files) return false;
            KeepOnly([.. files.Keys, Manifest.FileName]);
            return true;
        }
        catch (InvalidFileException)
        {
            return false;
        }
    }

    /// <summary>Deletes everything else in the folder; what links lead to stays.</summary>
    public void KeepOnly(IReadOnlyCollection<string> names) => KeepOnly(names.Contains);

    /// <inheritdoc cref="KeepOnly(IReadOnlyCollection{string})"/>
    public void KeepOnly(Func<string, bool> stays)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(Path).EnumerateFileSystemInfos().Where(e => !stays(e.Name)))
        {
            if (entry is DirectoryInfo folder) folder.Delete(recursive: true);
            else entry.Delete();
        }
    }

    /// <summary>Takes the folder away, and says that the artifact is there since this process was told to make it.</summary>
    public HeldException MadeElsewhere()
    {
        Directory.Delete(Path, recursive: true);
        return HeldException.Made(Path);
    }

    /// <summary>Shows the artifact.</summary>
    public void Publish() => _store.Publish(_artifact);

    public void Dispose() => _claim.Dispose();

    /// <summary>
    /// Makes the folder, without half-written files. Not before the claim is held: who had it may have given the folder its final name.
    /// </summary>
    private void Clean()
    {
        try
        {
            // A link in the folder's place would have files written, and deleted, somewhere else.
            if (Directory.Exists(Path) && new DirectoryInfo(Path).LinkTarget is not null) Directory.Delete(Path);
            else if (!Directory.Exists(Path) && System.IO.Path.Exists(Path)) File.Delete(Path);
            foreach (FileInfo halfWritten in Directory.CreateDirectory(Path).EnumerateFiles(".*.tmp")) halfWritten.Delete();
        }
        catch
        {
            Dispose();
            throw;
        }
    }
}
