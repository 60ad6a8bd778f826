using System.Globalization;

namespace Strata.Studies.Storage;

/// <summary>What processes that were killed leave in an output folder beside working folders, which are gone on with.</summary>
internal static class Leftovers
{
    /// <summary>
    /// Deletes half-written files and pages, and results that were being replaced; for the holder of the <see cref="OutputLock"/>.
    /// </summary>
    public static void Sweep(string root)
    {
        foreach (string pattern in new[] { ".*.tmp", ".probe.*" })
            foreach (string file in Directory.EnumerateFiles(root, pattern)) File.Delete(file);
        // Another process may be drawing the page for itself.
        foreach (string page in Directory.EnumerateDirectories(root, ".report.*.partial"))
        {
            if (!int.TryParse(page.Split('.')[^2], NumberStyles.None, CultureInfo.InvariantCulture, out int owner)
                || ProcessIdentity.Of(owner) is null) Directory.Delete(page, recursive: true);
        }
        foreach (string replaced in Directory.EnumerateDirectories(root, ".*.stale", SearchOption.AllDirectories).ToList())
            Directory.Delete(replaced, recursive: true);
    }
}
