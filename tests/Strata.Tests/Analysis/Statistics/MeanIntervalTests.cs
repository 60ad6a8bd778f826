using Strata.Analysis.Statistics;

namespace Strata.Tests.Analysis.Statistics;

public class MeanIntervalTests
{
    [Fact]
    public void Is_Students()
    {
        // scipy.stats.t.interval(0.95, 4, loc=3, scale=scipy.stats.sem([1, 2, 3, 4, 5])).
        var interval = MeanInterval.Of([1, 2, 3, 4, 5]);
        Assert.Equal(3, interval.Mean);
        Assert.Equal(1.036756838522439, interval.Low!.Value, 1e-9);
        Assert.Equal(4.963243161477561, interval.High!.Value, 1e-9);
    }

    [Fact]
    public void Two_values_have_a_mean_alone()
    {
        Assert.Equal(new(2, 1.5, null, null), MeanInterval.Of([1, 2]));
        Assert.Equal(new(0, double.NaN, null, null), MeanInterval.Of([]));
    }
}
