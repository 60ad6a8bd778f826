using System.Diagnostics;

namespace Strata.Reliability.Processes;

/// <summary>Runs lines of bash, so that what was done can be typed again.</summary>
internal static class Shell
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs a line in a folder with the built <c>strata</c> on its path, to its end.</summary>
    public static Ended Run(string folder, string script)
    {
        using Running running = Start(folder, script);
        return running.Wait(s_limit);
    }

    /// <summary>As <see cref="Run"/>, without waiting; a line that begins with <c>exec</c> has one process.</summary>
    /// <param name="live">Whether output is read by lines while the process runs.</param>
    public static Running Start(string folder, string script, bool live = false)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What is cached goes with the rest.
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(Built.Evidence, "cache");
        start.Environment["PATH"] = $"{Built.CommandFolder}:{Environment.GetEnvironmentVariable("PATH")}";
        return new(start, script, live);
    }

    /// <summary>A word as bash takes it, whatever is in it.</summary>
    public static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
