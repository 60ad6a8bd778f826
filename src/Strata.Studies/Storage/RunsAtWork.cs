using Strata.Runtime;

namespace Strata.Studies.Storage;

/// <summary>Who is at work in an output folder. Several may be: they share the work, each artifact being held by who makes it.</summary>
public static class RunsAtWork
{
    private const string Begin = ".run-", End = "holder";

    /// <summary>Living runs, on this machine and on others.</summary>
    public static IReadOnlyList<LockHolder> In(string root)
        => !Directory.Exists(root) ? [] : [.. Prefixes(root).Select(OutputLock.HolderAt).OfType<LockHolder>()];

    /// <exception cref="StrataException">A run is at work.</exception>
    public static void RequireNone(string root)
    {
        if (In(root) is [var run, ..]) throw new StrataException($"{Foreign.Path(root)}: another run is at work here: {run}");
    }

    /// <summary>Counts this process among them until it is disposed of.</summary>
    internal static OutputLock Join(string root)
    {
        string prefix = Path.Combine(root, $"{Begin}{Guid.NewGuid():N}.");
        return OutputLock.TryTake(prefix, out _) ?? throw new IOException($"{prefix}lock is another process's");
    }

    /// <summary>Takes away what killed runs left.</summary>
    internal static void Sweep(string root)
    {
        foreach (string prefix in Prefixes(root).ToList()) OutputLock.TryTake(prefix, out _)?.Dispose();
    }

    private static IEnumerable<string> Prefixes(string root)
        => Directory.EnumerateFiles(root, $"{Begin}*.{End}").Select(file => file[..^End.Length]);
}
