using System.Diagnostics;

namespace Strata.Runtime;

/// <summary>Tells a process from a later one with the same number.</summary>
internal static class ProcessIdentity
{
    /// <summary>Something that only this process has in common with itself: when it began; null when there is no such process.</summary>
    public static string? Of(int processId)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // Clock ticks since boot, exact where a date would move with the clock: field 22, counted behind the name, which may hold
                // anything.
                string status = File.ReadAllText($"/proc/{processId}/stat");
                string[] fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
                // Dead, but its parent has not asked after it yet.
                if (fields[0] is "Z" or "X") return null;
                return $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}/{fields[19]}";
            }
            using Process process = Process.GetProcessById(processId);
            return $"{process.StartTime.ToUniversalTime():yyyy-MM-ddTHH:mm:ss}";
        }
        catch (Exception gone) when (gone is IOException or ArgumentException or InvalidOperationException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
