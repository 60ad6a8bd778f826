using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Cli;

/// <summary>
/// The folder beside a comparison's output that keeps the sums of its passes until the comparison is whole: what an interrupted command
/// goes on from, and what processes that share the passes leave for each other.
/// </summary>
internal sealed class KeptPasses : IDisposable
{
    private const string End = ".passes", All = $"*{PassFiles.Extension}", Holder = "holder";

    private readonly OutputLock _lock;

    private KeptPasses(string path, OutputLock held) => (Path, _lock) = (path, held);

    public string Path { get; }

    /// <summary>How many passes of all pairs of models are there.</summary>
    public int Files => Directory.EnumerateFiles(Path, All).Count();

    /// <param name="output">The folder that the comparison is to make.</param>
    /// <param name="shard">The share of the passes that this process sums, or null.</param>
    /// <param name="restart">Whether what is kept there is deleted.</param>
    /// <returns>Null where nothing can be beside the output; a comparison that is not shared does without.</returns>
    /// <exception cref="StrataException">Another process is at work on the same passes, or nothing can be kept for others.</exception>
    public static KeptPasses? Open(string output, Shard? shard, bool restart)
    {
        string path = OutputFolder.PlaceOf(output).Path + End;
        try
        {
            NewFolders.Make(path);
            OutputLock held = OutputLock.Take(shard is { } share ? PlaceOf(path, share) : path);
            var kept = new KeptPasses(path, held);
            try
            {
                RequireAlone(path, shard);
                if (restart) foreach (string file in Directory.GetFiles(path, All)) File.Delete(file);
                return kept;
            }
            catch
            {
                kept.Dispose();
                throw;
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return shard is null ? null
                : throw new StrataException($"{Foreign.Path(path)}: cannot be written: {refused.Message}", refused);
        }
    }

    /// <summary>Empties the folder, also of what killed processes left there: the comparison is whole.</summary>
    public void Finish()
    {
        foreach (string file in Directory.GetFiles(Path, All)) File.Delete(file);
        AtomicFile.SweepTemporaries(Path, age: TimeSpan.Zero);
        foreach (string share in Shares(Path)) OutputLock.TryTake(share, out _)?.Dispose();
    }

    public void Dispose()
    {
        _lock.Dispose();
        try
        {
            Directory.Delete(Path);
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            // Something is in it.
        }
    }

    /// <summary>Shares go on side by side; who makes the comparison of them all waits for them.</summary>
    private static void RequireAlone(string path, Shard? shard)
    {
        IEnumerable<LockHolder?> others = shard is not null ? [OutputLock.HolderIn(path)] : Shares(path).Select(OutputLock.HolderAt);
        if (others.FirstOrDefault(holder => holder is not null) is { } other)
            throw new StrataException($"{Foreign.Path(path)}: another run is at work here: {other}");
    }

    /// <summary>What the names of the locks begin with, of the shares that are or were being made.</summary>
    private static string[] Shares(string path)
        => [.. Directory.GetFiles(path, $".*of*.{Holder}").Select(file => file[..^Holder.Length])];

    /// <summary>By which a share is held.</summary>
    private static string PlaceOf(string path, Shard share) => System.IO.Path.Combine(path, $"{share.Number}of{share.Count}");
}
