using System.Runtime.InteropServices;

namespace Strata.Runtime;

/// <summary>
/// Settings of the C library that decide the speed of native tensors; they must be made before libtorch loads and allocates.
/// </summary>
public static partial class NativeEnvironment
{
    private const int TrimThreshold = -1, TopPad = -2, MapThreshold = -3, ArenaMaximum = -8;

    private static int s_prepared;

    /// <summary>
    /// Makes glibc keep large blocks instead of returning them at every free, to be page-faulted anew at every step. One arena, because
    /// those of other threads cannot hold blocks beyond 64 MB and would map each anew all the same; for threads that come before this call
    /// it comes too late. Does nothing elsewhere and when called again.
    /// </summary>
    public static void Prepare()
    {
        if (!OperatingSystem.IsLinux() || Interlocked.Exchange(ref s_prepared, 1) != 0) return;
        // OpenMP's waiting threads spin for milliseconds by default. With another process on the same cores, each then waits for threads
        // that wait: principal components of a small network took 89 s instead of 1.8 s beside a load of five.
        Set("GOMP_SPINCOUNT", "1000");
        // libtorch warns at every convolution of one image where a library that it then does without (NNPACK) does not know the processor.
        Set("TORCH_CPP_LOG_LEVEL", "ERROR");
        try
        {
            _ = mallopt(ArenaMaximum, 1);
            _ = mallopt(TrimThreshold, int.MaxValue);
            // .NET's own threads have arenas before this is called, and threads of OpenMP then share them: glibc gives an empty heap of
            // theirs back where so much is free before it, and no heap is so large.
            _ = mallopt(TopPad, 64 << 20);
            // Some versions of glibc refuse more than 32 MB.
            if (mallopt(MapThreshold, 1 << 30) == 0) _ = mallopt(MapThreshold, 32 << 20);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library, such as musl: its allocator has no such settings.
        }
    }

    /// <summary>
    /// Sets a variable in the environment that native libraries read, which
    /// <see cref="Environment.SetEnvironmentVariable(string, string)"/> does not reach on Linux; such as <c>GOMP_SPINCOUNT</c>, before
    /// libtorch loads. A variable that the user has set is left alone.
    /// </summary>
    public static void Set(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        if (Environment.GetEnvironmentVariable(name) is not null) return;
        Environment.SetEnvironmentVariable(name, value);
        if (OperatingSystem.IsWindows()) return;
        if (setenv(name, value, 0) != 0)
            throw new StrataException($"the environment variable {name} cannot be set (error {Marshal.GetLastPInvokeError()})");
    }

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int setenv(string name, string value, int overwrite);
}
