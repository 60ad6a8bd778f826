using System.Globalization;
using System.Runtime.CompilerServices;
using Strata.Runtime;

namespace Strata.Tests.Runtime;

public class SignalStackTests
{
    /// <summary>What a signal frame grows by once a thread has used AMX: eight tiles of 1 KB, their configuration and alignment.</summary>
    private const int Tiles = 9 << 10;

    /// <summary>No AMX here, perhaps; so the stack is smaller by what it would take.</summary>
    [Fact]
    public void A_null_reference_is_caught_with_as_much_room_as_AMX_leaves()
    {
        Needs.Machine(MachineCode.IsSupported, "64-bit x86 Linux only");
        bool installed = false;
        Exception? caught = null;
        OnThreadOfItsOwn(() =>
        {
            installed = SignalStack.Install(SignalStack.Size - Tiles);
            caught = Record.Exception(() => Length(null));
        });
        Assert.True(installed);
        Assert.IsType<NullReferenceException>(caught);
    }

    [Fact]
    public void Threads_that_have_ended_leave_no_memory()
    {
        Needs.Machine(MachineCode.IsSupported, "64-bit x86 Linux only");
        long before = Mapped();
        for (int i = 0; i < 200; i++) OnThreadOfItsOwn(() => Assert.True(SignalStack.Install()));
        for (int i = 0; i < 20 && Mapped() > before + 50 * SignalStack.Size; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(50);
        }
        // .NET's own 16 KB stay with each thread.
        Assert.True(Mapped() <= before + 50L * SignalStack.Size + 200L * (16 << 10), $"{before} bytes before, {Mapped()} after");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Length(string? text) => text!.Length;

    private static void OnThreadOfItsOwn(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }

    private static long Mapped()
        => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
