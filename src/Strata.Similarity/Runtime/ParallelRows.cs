using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Strata.Runtime;

/// <summary>
/// Splits rows over threads, always the same way for the same number of threads, so that sums have the same bits.
/// On Linux the threads are libtorch's own OpenMP pool: a second pool would fight with its spinning threads for the cores.
/// </summary>
public static unsafe class ParallelRows
{
    private const string OpenMp = "libgomp-98b21ff3.so.1";

    private static readonly bool s_hasOpenMp = OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad(OpenMp, typeof(ParallelRows).Assembly, null, out _);

    private static int s_parts = 1;

    /// <summary>Whether this thread is at work on a part: what it calls is then its own alone.</summary>
    [ThreadStatic]
    private static bool s_within;

    /// <summary>Threads that share the work; set with <see cref="Threads.Set"/>. Within a part, 1.</summary>
    public static int Parts
    {
        get => s_within ? 1 : s_parts;
        internal set => s_parts = value;
    }

    /// <summary>Whether operations of libtorch that are called within a part stay on its thread, as those of one OpenMP pool do.</summary>
    internal static bool HoldsLibtorch => s_hasOpenMp;

    /// <summary>Calls <paramref name="body"/>(part, first, end) for each part of [0, <paramref name="rows"/>).</summary>
    public static void For(int rows, Action<int, int, int> body) => For(rows, 1, body);

    /// <summary>The same with at least <paramref name="minimum"/> rows to a part, so that little work wakes no thread.</summary>
    public static void For(int rows, int minimum, Action<int, int, int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        SignalStack.Ensure();
        int parts = Math.Min(Parts, rows / Math.Max(1, minimum));
        if (parts <= 1)
        {
            if (rows > 0) body(0, 0, rows);
            return;
        }
        if (!s_hasOpenMp)
        {
            Parallel.For(0, parts, part => Call(body, part, parts, rows));
            return;
        }
        // The calling thread takes part 0 of an OpenMP team; the work is handed over through a pinned-free GC handle.
        var work = new Work(body, parts, rows);
        var handle = GCHandle.Alloc(work);
        try
        {
            GOMP_parallel(&Enter, (void*)GCHandle.ToIntPtr(handle), (uint)parts, 0);
        }
        finally
        {
            handle.Free();
        }
        if (work.Failure is not null) throw new InvalidOperationException("A parallel kernel failed.", work.Failure);
    }

    private static void Call(Action<int, int, int> body, int part, int parts, int rows)
    {
        SignalStack.Ensure();
        s_within = true;
        try
        {
            body(part, (int)((long)rows * part / parts), (int)((long)rows * (part + 1) / parts));
        }
        finally
        {
            s_within = false;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Enter(void* data)
    {
        var work = (Work)GCHandle.FromIntPtr((nint)data).Target!;
        try
        {
            // A team may be smaller than asked for: whoever is there takes the parts in turn.
            int team = omp_get_num_threads();
            for (int part = omp_get_thread_num(); part < work.Parts; part += team) Call(work.Body, part, work.Parts, work.Rows);
        }
#pragma warning disable CA1031 // An exception must not cross into native code; the caller throws it again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            work.Failure = failure;
        }
    }

    private sealed record Work(Action<int, int, int> Body, int Parts, int Rows)
    {
        public Exception? Failure { get; set; }
    }

    [DllImport(OpenMp)]
    private static extern void GOMP_parallel(delegate* unmanaged[Cdecl]<void*, void> function, void* data, uint threads, uint flags);

    [DllImport(OpenMp)]
    private static extern int omp_get_thread_num();

    [DllImport(OpenMp)]
    private static extern int omp_get_num_threads();
}
