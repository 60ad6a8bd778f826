using Strata.Processor;
using static Iced.Intel.AssemblerRegisters;

namespace Strata.Tests.Processor;

public sealed unsafe class MachineCodeTests
{
    [Fact]
    public void RunsWhatWasAssembled()
    {
        Needs.Machine(MachineCode.Problem is null, "64-bit x86 Linux only");
        using MachineCode code = MachineCode.TryAssemble(c =>
        {
            c.lea(rax, __[rdi + rsi * 2 + 3]);
            c.ret();
        })!;
        Assert.Equal(10 + 2 * 7 + 3, ((delegate* unmanaged<long, long, long>)code.Entry)(10, 7));
    }

    [Fact]
    public void KnowsTheWordProductOf512Bits()
    {
        Needs.Machine(Capability.ByteTiles.CanRun, "needs AVX-512 VNNI");
        using MachineCode code = MachineCode.TryAssemble(c =>
        {
            c.vmovdqu32(zmm0, __[rdi]);
            c.vpdpwssd(zmm0, zmm0, __dword_bcst[rsi]);
            c.vmovdqu32(__[rdi], zmm0);
            c.vzeroupper();
            c.ret();
        })!;
        int[] sums = [.. Enumerable.Range(0, 16).Select(i => (5 << 16) | i)];
        int pair = (3 << 16) | 2;
        int[] expected = [.. sums.Select((s, i) => s + 5 * 3 + i * 2)];
        fixed (int* s = sums) ((delegate* unmanaged<int*, int*, void>)code.Entry)(s, &pair);
        Assert.Equal(expected, sums);
    }

    [Fact]
    public void RefusesItsEntryAfterItWasFreed()
    {
        Needs.Machine(MachineCode.Problem is null, "64-bit x86 Linux only");
        MachineCode code = MachineCode.TryAssemble(c => c.ret())!;
        code.Dispose();
        Assert.Throws<ObjectDisposedException>(() => (nint)code.Entry);
    }
}
