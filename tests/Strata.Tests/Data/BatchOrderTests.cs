using Strata.Data;

namespace Strata.Tests.Data;

public class BatchOrderTests
{
    [Fact]
    public void An_epoch_shows_every_example_once_in_an_order_of_its_own()
    {
        int[] first = BatchOrder.Epoch(1000, 3, 0);
        Assert.Equal(Enumerable.Range(0, 1000), first.Order());
        Assert.Equal(first, BatchOrder.Epoch(1000, 3, 0));
        Assert.NotEqual(first, BatchOrder.Epoch(1000, 3, 1));
        Assert.NotEqual(first, BatchOrder.Epoch(1000, 4, 0));
    }
}
