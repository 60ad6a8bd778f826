using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Work;

/// <summary>
/// The working folders of a group of comparisons, held by this process, with the sums of passes that an earlier run has left there.
/// </summary>
internal sealed class PairFolders : IDisposable
{
    private readonly List<WorkingFolder> _held = [];
    private readonly List<(PlannedComparison Comparison, WorkingFolder Folder)> _missing = [];

    private PairFolders()
    {
    }

    /// <summary>Those that nobody has made yet.</summary>
    public IReadOnlyList<PlannedComparison> Missing => [.. _missing.Select(m => m.Comparison)];

    /// <param name="made">What is made of a comparison.</param>
    /// <exception cref="HeldException">Others make them, or have made them all.</exception>
    public static PairFolders Open(ArtifactStore store, IReadOnlyList<PlannedComparison> comparisons,
        Func<PlannedComparison, Artifact> made)
    {
        var folders = new PairFolders();
        try
        {
            foreach (PlannedComparison comparison in comparisons)
            {
                WorkingFolder folder = WorkingFolder.Open(store, made(comparison));
                folders._held.Add(folder);
                folder.KeepOnly(name => name.EndsWith(PassFiles.Extension, StringComparison.Ordinal));
                // Else made by another run while this one was on its way.
                if (!store.Has(made(comparison))) folders._missing.Add((comparison, folder));
            }
            return folders._missing.Count > 0 ? folders : throw HeldException.Made(folders._held[0].Path);
        }
        catch
        {
            folders.Dispose();
            throw;
        }
    }

    /// <summary>Where the sums of those that are missing are kept.</summary>
    /// <param name="others">Of a comparison, the folders with what others have summed.</param>
    public IReadOnlyList<PassFiles> Passes(Func<PlannedComparison, IReadOnlyList<string>> others)
        => [.. _missing.Select(m => new PassFiles(m.Folder.Path, m.Comparison.Name, m.Comparison.Key) { Others = others(m.Comparison) })];

    /// <summary>Empties the folders of those that are missing: only the result is to be in them.</summary>
    public void Clear()
    {
        foreach ((_, WorkingFolder folder) in _missing) folder.KeepOnly([]);
    }

    public void Dispose()
    {
        foreach (WorkingFolder folder in _held) folder.Dispose();
    }
}
