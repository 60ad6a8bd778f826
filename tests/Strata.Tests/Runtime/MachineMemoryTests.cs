using Strata.Runtime;

namespace Strata.Tests.Runtime;

public sealed class MachineMemoryTests
{
    private const long Gibibyte = 1L << 30;

    [Fact]
    public void What_fits_has_no_problem() => Assert.Null(MachineMemory.Problem("work", 64, batch => batch * Gibibyte, 64 * Gibibyte));

    [Theory]
    [InlineData(65), InlineData(128), InlineData(60_000)]
    public void The_largest_batch_that_fits_is_named(int batch)
        => Assert.Equal($"training m with a batch of {batch} takes about {batch + 2}.0 GiB, but this machine has 66.0 GiB; "
            + "a batch of 64 would fit", MachineMemory.Problem("training m", batch, images => (images + 2) * Gibibyte, 66 * Gibibyte));

    [Fact]
    public void Weights_alone_may_be_too_much()
        => Assert.EndsWith("no batch would fit", MachineMemory.Problem("work", 2, _ => 3 * Gibibyte, 2 * Gibibyte));

    [Fact]
    public void This_machine_has_memory() => Assert.True(MachineMemory.Bytes > 1 << 20);
}
