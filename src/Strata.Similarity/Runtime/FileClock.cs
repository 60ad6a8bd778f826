namespace Strata.Runtime;

/// <summary>Time as the file system has it: machines that share one need not agree on the time of day.</summary>
internal static class FileClock
{
    /// <summary>Has the file system write down that the file was written now; content and length stay.</summary>
    public static void Touch(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            int first = stream.ReadByte();
            if (first < 0) return;
            stream.Position = 0;
            stream.WriteByte((byte)first);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Somebody took it away; whoever looks for it finds nothing.
        }
    }

    /// <summary>How long ago the file was written.</summary>
    public static TimeSpan AgeOf(string file) => Now(Path.GetDirectoryName(file)!) - File.GetLastWriteTimeUtc(file);

    private static DateTime Now(string folder)
    {
        string probe = Path.Combine(folder, $".strata-{Path.GetRandomFileName()}.tmp");
        try
        {
            File.WriteAllBytes(probe, [0]);
            DateTime now = File.GetLastWriteTimeUtc(probe);
            File.Delete(probe);
            return now;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // Who may only read goes by the machine's own clock.
            return DateTime.UtcNow;
        }
    }
}
