using System.Collections.Concurrent;

namespace Strata.Runtime;

/// <summary>Files and folders that are being made and would be litter if the process ended now.</summary>
public static class Unfinished
{
    private static readonly ConcurrentDictionary<string, bool> s_places = [];

    /// <summary>Held while a finished result takes the place of another, which nobody should see half of.</summary>
    internal static Lock Showing { get; } = new();

    /// <summary>Takes them away, for a process that is about to end in the midst of its work, and lets nothing be shown any more.</summary>
    public static void Discard()
    {
        Showing.Enter();
        foreach (string place in s_places.Keys)
        {
            try
            {
                Delete(place);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // Whoever writes there next sweeps it.
            }
        }
        NewFolders.RemoveEmpty();
    }

    internal static void Add(string place) => s_places[place] = true;

    /// <summary>Takes it away if it is still there.</summary>
    internal static void Remove(string place)
    {
        s_places.TryRemove(place, out _);
        Delete(place);
    }

    private static void Delete(string place)
    {
        if (FileState.Of(place, throughLinks: false).Kind == FileKind.Folder) Directory.Delete(place, recursive: true);
        else File.Delete(place);
    }
}
