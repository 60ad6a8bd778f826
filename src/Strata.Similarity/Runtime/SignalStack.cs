using System.Runtime.InteropServices;
using Strata.Processor;

namespace Strata.Runtime;

/// <summary>
/// Room for .NET to make an exception of a null reference on threads that have used AMX. The fault arrives as a signal, whose frame lies
/// on an alternative stack: .NET's has 12 KB beside its guard page, its handler takes 7 KB, and the frame of a thread that has ever used
/// tiles takes 11 KB, whatever they hold now (Linux, <c>fpstate-&gt;user_size</c>). The second fault that follows ends the process without
/// a word. So threads that compute get a larger one, where there is AMX; it goes when the thread has gone.
/// </summary>
internal sealed unsafe partial class SignalStack
{
    /// <summary>Bytes beside the guard page: three times what AMX asks for.</summary>
    internal const int Size = 64 << 10;

    private const int Read = 1, Write = 2, Private = 2, Anonymous = 0x20, Stack = 0x20000;

    private static readonly bool s_needed
        = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 && CpuFeatures.Detect().AmxBf16;

    [ThreadStatic]
    private static SignalStack? s_own;

    private readonly nint _memory;
    private readonly nuint _length;

    private SignalStack(nint memory, nuint length) => (_memory, _length) = (memory, length);

    /// <summary>Once for a thread; nothing where no thread can have used AMX.</summary>
    public static void Ensure()
    {
        if (s_needed) Install();
    }

    /// <returns>Whether this thread has one of ours, or another that is as large.</returns>
    internal static bool Install(int size = Size)
    {
        if (s_own is not null) return true;
        Description now = default;
        if (sigaltstack(null, &now) != 0) return false;
        if (now.Flags == 0 && now.Size >= (nuint)size) return true;
        nuint guard = (nuint)Environment.SystemPageSize, length = guard + (nuint)size;
        nint memory = mmap(0, length, Read | Write, Private | Anonymous | Stack, -1, 0);
        if (memory == -1) return false;
        var own = new SignalStack(memory, length);
        var ours = new Description { Start = memory + (nint)guard, Size = (nuint)size };
        if (mprotect(memory, guard, 0) != 0 || sigaltstack(&ours, null) != 0) return false;
        // .NET turns the stack off when the thread ends and leaves memory alone that is not its own (CPalThread::FreeSignalAlternateStack).
        s_own = own;
        return true;
    }

    /// <summary>The thread that had it has ended, or never got it.</summary>
    ~SignalStack() => _ = munmap(_memory, _length);

    /// <summary><c>stack_t</c> of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Description
    {
        public nint Start;
        public int Flags;
        public nuint Size;
    }

    [LibraryImport("libc")]
    private static partial int sigaltstack(Description* next, Description* last);

    [LibraryImport("libc")]
    private static partial nint mmap(nint address, nuint size, int protection, int flags, int file, nint offset);

    [LibraryImport("libc")]
    private static partial int mprotect(nint address, nuint size, int protection);

    [LibraryImport("libc")]
    private static partial int munmap(nint address, nuint size);
}
