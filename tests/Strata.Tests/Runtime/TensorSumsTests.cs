using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Tests.Runtime;

public sealed class TensorSumsTests
{
    /// <summary>TorchSharp's own addition fails about once in 40,000 times here: its scalar is freed while native code reads it.</summary>
    [Fact]
    public void Garbage_collections_leave_sums_alone()
    {
        using Tensor x = zeros(4), y = ones(4);
        using var done = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!done.IsCancellationRequested) GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        });
        collector.Start();
        try
        {
            for (int i = 0; i < 100_000; i++)
            {
                using Tensor sum = x.Plus(y), scaled = y.Times(3), part = scaled.Over(2);
                Assert.Equal((1f, 3f, 1.5f), (sum.data<float>()[0], scaled.data<float>()[0], part.data<float>()[0]));
            }
        }
        finally
        {
            done.Cancel();
            collector.Join();
        }
    }
}
