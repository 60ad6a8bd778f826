using System.Collections.Concurrent;

namespace Strata.Runtime;

/// <summary>
/// Folders that are made to find out, before any work, whether results can be written. Those in which nothing came to be go with the
/// command, whether it failed, was stopped, or only looked.
/// </summary>
public static class NewFolders
{
    private static readonly ConcurrentDictionary<string, bool> s_made = [];

    /// <summary>Makes the folder and those that it lies in, where they are not there yet.</summary>
    /// <returns>Its whole path.</returns>
    public static string Make(string folder)
    {
        string whole = Path.GetFullPath(folder);
        for (string? missing = whole; missing is not null && !Path.Exists(missing); missing = Path.GetDirectoryName(missing))
            s_made[Path.TrimEndingDirectorySeparator(missing)] = true;
        return Directory.CreateDirectory(whole).FullName;
    }

    /// <summary>Takes away those that are empty.</summary>
    public static void RemoveEmpty()
    {
        // Inner folders before those that they lie in.
        foreach (string folder in s_made.Keys.OrderByDescending(name => name.Length))
        {
            s_made.TryRemove(folder, out _);
            try
            {
                Directory.Delete(folder);
            }
            catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
            {
                // Something is in it, or it never came to be.
            }
        }
    }
}
