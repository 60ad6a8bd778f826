using System.Globalization;
using System.Runtime.CompilerServices;
using Strata.Processor;
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
        Needs.Machine(MachineCode.Problem is null, "64-bit x86 Linux only");
        OnThreadOfItsOwn(() =>
        {
            Assert.True(SignalStack.Install(SignalStack.Size - Tiles));
            Assert.Throws<NullReferenceException>(() => Length(null));
        });
    }

    [Fact]
    public void Threads_that_have_ended_leave_no_memory()
    {
        Needs.Machine(MachineCode.Problem is null, "64-bit x86 Linux only");
        // So large that what the system and .NET keep of threads does not count.
        const int Count = 200, Large = 4 << 20;
        long before = Mapped();
        for (int i = 0; i < Count; i++) OnThreadOfItsOwn(() => Assert.True(SignalStack.Install(Large)));
        bool Gone() => Mapped() < before + Count * (long)Large / 2;
        for (int i = 0; i < 50 && !Gone(); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(20);
        }
        Assert.True(Gone(), $"{before} bytes before, {Mapped()} after");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Length(string? text) => text!.Length;

    private static void OnThreadOfItsOwn(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action));
        thread.Start();
        thread.Join();
        if (failure is not null) throw failure;
    }

    private static long Mapped()
        => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
