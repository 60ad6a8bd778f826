using Strata.Training;

namespace Strata.Tests.Training;

public class LearningRateScheduleTests
{
    private static double[] Rates(TrainingOptions options, int steps)
    {
        var schedule = new LearningRateSchedule(options, steps);
        return [.. Enumerable.Range(0, steps * options.Epochs).Select(step => schedule.At(step))];
    }

    [Fact]
    public void A_cosine_without_warm_up_is_the_papers()
    {
        double[] rates = Rates(new() { Epochs = 3, LearningRate = .2 }, 4);
        // To the bit: trainings from before there was anything else go on.
        for (int step = 0; step < 12; step++) Assert.Equal(.2 * .5 * (1 + Math.Cos(Math.PI * step / 12L)), rates[step]);
    }

    [Fact]
    public void A_warm_up_rises_in_equal_steps_to_where_the_cosine_begins()
    {
        double[] rates = Rates(new() { Epochs = 5, LearningRate = 1, WarmUp = 1 }, 4);
        Assert.Equal([.2, .4, .6, .8, 1], rates[..5], (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal(.5, rates[12], 1e-15); // half of the 16 steps that are left
        Assert.Equal(.5 * (1 + Math.Cos(Math.PI * 15 / 16)), rates[19], 1e-15);
    }

    [Fact]
    public void Steps_multiply_after_their_epochs_and_a_constant_stays()
    {
        TrainingOptions options = new()
        {
            Epochs = 5,
            LearningRate = 8,
            Schedule = ScheduleKind.Step,
            Milestones = [4, 2],
            Factor = .5
        };
        Assert.Equal([8, 8, 8, 8, 4, 4, 4, 4, 2, 2], Rates(options, 2));
        Assert.All(Rates(new() { Epochs = 4, LearningRate = .3, Schedule = ScheduleKind.Constant }, 3), rate => Assert.Equal(.3, rate));
    }
}
