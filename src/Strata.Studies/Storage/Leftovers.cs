using Strata.Runtime;

namespace Strata.Studies.Storage;

/// <summary>What processes that were killed leave in an output folder beside working folders, which are gone on with.</summary>
internal static class Leftovers
{
    /// <summary>What a link leads to is somebody else's, and so is whatever lies behind it.</summary>
    private static readonly EnumerationOptions s_ownFolders = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>
    /// Deletes half-written files and pages, claims of processes that are no more, and results that were being replaced; for the holder of
    /// the <see cref="OutputLock"/> where no run is at work.
    /// </summary>
    public static void Sweep(string root)
    {
        foreach (string pattern in new[] { ".*.tmp", ".probe.*" })
            foreach (string file in Directory.EnumerateFiles(root, pattern)) File.Delete(file);
        RunsAtWork.Sweep(root);
        foreach (string holder in Directory.EnumerateFiles(root, ".*.holder", s_ownFolders).ToList())
            if (Path.GetFileName(holder) != ".holder") OutputLock.TryTake(holder[..^"holder".Length], out _)?.Dispose();
        // Another process may be drawing the page for itself, in a working folder that it holds.
        OutputFolder.Sweep(root);
        foreach (string replaced in Directory.EnumerateDirectories(root, ".*.stale", s_ownFolders).ToList())
            Directory.Delete(replaced, recursive: true);
    }
}
