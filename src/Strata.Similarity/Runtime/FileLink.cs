using System.Runtime.InteropServices;

namespace Strata.Runtime;

/// <summary>A second name for a file that nobody changes in place, so that its content is on the disk once.</summary>
internal static partial class FileLink
{
    /// <summary>Links, or copies where the file system or the platform has no hard links.</summary>
    /// <exception cref="IOException">Neither is possible.</exception>
    public static void LinkOrCopy(string file, string to)
    {
        if (OperatingSystem.IsWindows() || link(file, to) != 0) File.Copy(file, to);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string file, string to);
}
