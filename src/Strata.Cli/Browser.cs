using System.ComponentModel;
using System.Diagnostics;
using Strata.Runtime;

namespace Strata.Cli;

/// <summary>The user's own browser.</summary>
internal static class Browser
{
    /// <param name="page">A file, or an address.</param>
    /// <exception cref="StrataException">The system has nothing that opens pages.</exception>
    public static void Open(string page)
    {
        string path = page.StartsWith("http://", StringComparison.Ordinal) ? page : Path.GetFullPath(page);
        ProcessStartInfo start = OperatingSystem.IsWindows() ? new(path) { UseShellExecute = true }
            : new(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [path]);
        try
        {
            using Process? opener = Process.Start(start);
        }
        catch (Win32Exception missing)
        {
            throw new StrataException($"{page}: cannot be opened from here ({start.FileName}: {missing.Message}); open it in a browser");
        }
    }
}
