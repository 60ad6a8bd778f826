using System.Text;
using System.Text.RegularExpressions;
using Strata.Runtime;

namespace Strata.Studies.Slurm;

/// <summary>What a task of Slurm's left in its log.</summary>
internal static partial class TaskLog
{
    private const int Tail = 16 << 10;

    /// <summary>Why the task ended, by its last line; null where the log says nothing, or cannot be read.</summary>
    /// <remarks>Without accounting, Slurm's state does not tell that memory was the reason; its words in the log do.</remarks>
    public static string? Why(string path)
    {
        string[] lines;
        try
        {
            using FileStream file = InputFile.Open(path, "a task's log");
            file.Seek(-Math.Min(Tail, file.Length), SeekOrigin.End);
            byte[] bytes = new byte[Tail];
            int count = file.ReadAtLeast(bytes, Tail, throwOnEndOfStream: false);
            lines = Encoding.UTF8.GetString(bytes, 0, count)
                .Split(['\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception unreadable) when (unreadable is StrataException or IOException)
        {
            return null;
        }
        return lines.Any(line => OutOfMemory().IsMatch(line)) ? "killed for memory; --memory asks for more"
            : lines.Length > 0 ? Foreign.Words(lines[^1]) : null;
    }

    [GeneratedRegex("exceeded .*memory limit|oom.kill|out of memory", RegexOptions.IgnoreCase)]
    private static partial Regex OutOfMemory();
}
