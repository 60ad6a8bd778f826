using System.Runtime.InteropServices;
using Strata.Runtime;

namespace Strata.Tests.Runtime;

public sealed unsafe partial class FreeMemoryTests
{
    private const int Block = 1 << 16, Blocks = 6000;

    /// <summary>Every fiftieth block stays in use, so that the heap has holes and no free end.</summary>
    [Fact]
    public void Holes_between_native_blocks_go_back_to_the_system()
    {
        Needs.Machine(OperatingSystem.IsLinux(), "only glibc is told to keep what is freed");
        NativeEnvironment.Prepare();
        FreeMemory.Trim(between: true);
        nint[] blocks = [.. Enumerable.Range(0, Blocks).Select(_ => Allocate())];
        nint[] free = [.. blocks.Where((_, index) => index % 50 > 0)];
        foreach (nint block in free) NativeMemory.Free((void*)block);
        try
        {
            Assert.InRange(free.Count(IsResident), Blocks / 2, Blocks);
            // Another test may be at it, whose look then is the only one; or it has looked before these blocks were free.
            for (int attempt = 0; attempt < 100 && free.Count(IsResident) > Blocks / 10; attempt++)
            {
                FreeMemory.Trim(between: true);
                Thread.Sleep(1);
            }
            Assert.InRange(free.Count(IsResident), 0, Blocks / 10);
        }
        finally
        {
            foreach (nint block in blocks.Except(free)) NativeMemory.Free((void*)block);
        }
    }

    private static nint Allocate()
    {
        void* block = NativeMemory.Alloc(Block);
        NativeMemory.Fill(block, Block, 1);
        return (nint)block;
    }

    /// <summary>Whether a page in the middle of what was a block is in memory.</summary>
    private static bool IsResident(nint block)
    {
        nint page = (block + Block / 2) & ~(nint)(Environment.SystemPageSize - 1);
        byte resident;
        return mincore((void*)page, 1, &resident) == 0 && (resident & 1) != 0;
    }

    [LibraryImport("libc")]
    private static partial int mincore(void* address, nuint length, byte* resident);
}
