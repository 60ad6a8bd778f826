using Strata.Runtime;
using Strata.Studies.Storage;

namespace Strata.Studies.Running;

/// <summary>The folder in which an artifact is made, for one process at a time.</summary>
internal sealed class WorkingFolder : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly ArtifactStore _store;
    private readonly Artifact _artifact;
    private readonly FileStream _claim;

    private WorkingFolder(ArtifactStore store, Artifact artifact, FileStream claim)
        => (_store, _artifact, _claim) = (store, artifact, claim);

    public string Path => _store.WorkingFolderOf(_artifact);

    /// <summary>Opens the folder, with what an earlier run left in it.</summary>
    /// <exception cref="StrataException">A worker of a killed run still holds it.</exception>
    public static WorkingFolder Open(ArtifactStore store, Artifact artifact)
    {
        string folder = store.WorkingFolderOf(artifact), claim = store.ClaimOf(artifact);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(claim)!);
        DateTime patient = DateTime.UtcNow + s_patience;
        while (true)
        {
            try
            {
                var working = new WorkingFolder(store, artifact,
                    new FileStream(claim, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
                // Not before the claim: who had it may have given the folder its final name.
                foreach (string halfWritten in Directory.CreateDirectory(folder).EnumerateFiles(".*.tmp").Select(f => f.FullName))
                    File.Delete(halfWritten);
                return working;
            }
            catch (IOException) when (DateTime.UtcNow < patient)
            {
                // Workers notice the death of their run within moments.
                Thread.Sleep(100);
            }
            catch (IOException held)
            {
                throw new StrataException($"{folder}: another process is at work in it: {held.Message}", held);
            }
        }
    }

    /// <summary>Opens the folder without what an earlier run left in it.</summary>
    public static WorkingFolder OpenEmpty(ArtifactStore store, Artifact artifact)
    {
        WorkingFolder folder = Open(store, artifact);
        foreach (string file in Directory.EnumerateFiles(folder.Path)) File.Delete(file);
        return folder;
    }

    /// <summary>Shows the artifact.</summary>
    public void Publish() => _store.Publish(_artifact);

    public void Dispose() => _claim.Dispose();
}
