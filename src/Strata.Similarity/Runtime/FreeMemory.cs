using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Strata.Runtime;

/// <summary>Memory that nothing uses any more, given back to the system where it is worth the time.</summary>
internal static partial class FreeMemory
{
    /// <summary>Bytes of arrays worth a collection.</summary>
    private const long Large = 1L << 24;

    /// <summary>
    /// Bytes by which a process grows before native blocks are given back, and seconds between two looks: what is given back is mapped
    /// anew. Once in a second, that made predictions of a ResNet-56 take 1.17 times as long.
    /// </summary>
    private const long Worth = 256L << 20, Pause = 10;

    /// <summary>
    /// When to look again, as <see cref="Stopwatch.GetTimestamp"/>, and the bytes that the process had when it last gave back.
    /// </summary>
    private static long s_lookAgain, s_kept;

    /// <summary>Collects arrays that have just been let go of, and for whose memory nothing else would ask soon.</summary>
    /// <param name="bytes">About how many they have; for few, nothing is done.</param>
    public static void Collect(long bytes)
    {
        if (bytes >= Large) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>
    /// Gives the pages of free native blocks back, which glibc by itself never does where it was told to keep large blocks, if the process
    /// has grown by so much that it is worth it. Blocks of other sizes leave holes that none fits: the evaluations of ResNet-14-1x held
    /// 1 GB where .2 were in use.
    /// </summary>
    /// <param name="between">Between two parts of the work; within one it does something at long intervals only.</param>
    public static void Trim(bool between)
    {
        long now = Stopwatch.GetTimestamp(), allowed = Interlocked.Read(ref s_lookAgain);
        if (!OperatingSystem.IsLinux() || (!between && now < allowed)
            || Interlocked.CompareExchange(ref s_lookAgain, now + Pause * Stopwatch.Frequency, allowed) != allowed) return;
        long bytes = Environment.WorkingSet;
        s_kept = Math.Min(s_kept, bytes);
        if (bytes - s_kept < Worth) return;
        try
        {
            _ = malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, such as musl.
        }
        s_kept = Environment.WorkingSet;
    }

    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint kept);
}
