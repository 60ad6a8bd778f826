using System.Runtime.InteropServices;

namespace Strata.Runtime;

/// <summary>
/// Arrays that are filled at once: on Linux in pages of 2 MB where the system has them, since a fault for every 4 kB can take longer than
/// reading a file (on virtual machines 12 µs each).
/// </summary>
internal static unsafe partial class HugePages
{
    private const int Page = 2 << 20, AdviceHuge = 14;

    /// <summary>An array whose content is anything.</summary>
    public static byte[] AllocateUninitialized(int length)
    {
        byte[] array = GC.AllocateUninitializedArray<byte>(length);
        if (!OperatingSystem.IsLinux() || length < 2 * Page) return array;
        fixed (byte* start = array)
        {
            nint first = ((nint)start + Page - 1) & -Page, end = ((nint)start + length) & -Page;
            try
            {
                // Advice: where it is not taken nothing is lost.
                _ = madvise(first, (nuint)(end - first), AdviceHuge);
            }
            catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
            {
                // Another C library.
            }
        }
        return array;
    }

    [LibraryImport("libc")]
    private static partial int madvise(nint address, nuint length, int advice);
}
