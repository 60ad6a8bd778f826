using Strata.Analysis.Populations;

namespace Strata.Tests.Analysis.Populations;

public sealed class HolmSidakTests
{
    [Fact]
    public void Steps_down_and_never_turns_back()
    {
        double?[] adjusted = HolmSidak.Adjust([.01, .02, .03, .005]);
        double[] expected = [1 - Math.Pow(.99, 3), 1 - Math.Pow(.98, 2), 1 - Math.Pow(.98, 2), 1 - Math.Pow(.995, 4)];
        Assert.All(expected.Zip(adjusted), pair => Assert.Equal(pair.First, pair.Second!.Value, 1e-14));
    }

    [Fact]
    public void Undefined_tests_are_no_part_of_the_family()
    {
        double?[] adjusted = HolmSidak.Adjust([null, .04, null, 1, 0]);
        Assert.Equal([null, .0784, null, 1.0, 0.0], adjusted.Select(p => p is { } value ? Math.Round(value, 14) : (double?)null));
        Assert.Empty(HolmSidak.Adjust([]));
    }

    [Fact]
    public void Small_values_keep_their_digits() => Assert.Equal(3e-30, HolmSidak.Adjust([1e-30, .5, .6])[0]!.Value, 1e-42);
}
