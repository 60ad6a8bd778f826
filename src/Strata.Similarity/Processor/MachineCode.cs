using System.Runtime.InteropServices;
using Iced.Intel;

namespace Strata.Processor;

/// <summary>
/// A function assembled at run time, for instructions that .NET has no intrinsics for (AVX512-VNNI and AVX512-BF16 in 512 bits) and for
/// loops unrolled to the shape they run on. It follows the System V calling convention of x86-64: up to six integers or pointers in rdi,
/// rsi, rdx, rcx, r8, r9.
/// </summary>
internal sealed unsafe partial class MachineCode : IDisposable
{
    private const int Read = 1, Write = 2, Execute = 4, Private = 2, Anonymous = 0x20;

    private static readonly Lazy<string?> s_problem = new(ProblemHere);

    private readonly nuint _size;
    private nint _memory;

    private MachineCode(nint memory, nuint size) => (_memory, _size) = (memory, size);

    /// <summary>Why no functions can be made here, or null.</summary>
    public static string? Problem => s_problem.Value;

    /// <summary>The function; valid until this is disposed.</summary>
    public void* Entry => _memory != 0 ? (void*)_memory : throw new ObjectDisposedException(nameof(MachineCode));

    /// <summary>Null where the system lets no process make code; <see cref="Problem"/> says why.</summary>
    public static MachineCode? TryAssemble(Action<Assembler> write)
    {
        if (!IsOurs) return null;
        var assembler = new Assembler(64);
        write(assembler);
        using var code = new MemoryStream();
        assembler.Assemble(new StreamCodeWriter(code), 0);
        nuint size = (nuint)code.Length;
        nint memory = mmap(0, size, Read | Write, Private | Anonymous, -1, 0);
        if (memory == -1) return null;
        code.GetBuffer().AsSpan(0, (int)size).CopyTo(new Span<byte>((void*)memory, (int)size));
        if (mprotect(memory, size, Read | Execute) == 0) return new(memory, size);
        _ = munmap(memory, size);
        return null;
    }

    public void Dispose()
    {
        if (_memory != 0) _ = munmap(_memory, _size);
        _memory = 0;
    }

    /// <summary>Linux on 64-bit x86, whose calling convention and system calls these are.</summary>
    private static bool IsOurs => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Some hardened systems let no process make code, which only trying tells.</summary>
    private static string? ProblemHere()
    {
        if (!IsOurs) return "needs Linux on 64-bit x86";
        using MachineCode? code = TryAssemble(assembler => assembler.ret());
        return code is null ? "the system lets no process make code" : null;
    }

    [LibraryImport("libc")]
    private static partial nint mmap(nint address, nuint size, int protection, int flags, int file, nint offset);

    [LibraryImport("libc")]
    private static partial int mprotect(nint address, nuint size, int protection);

    [LibraryImport("libc")]
    private static partial int munmap(nint address, nuint size);
}
