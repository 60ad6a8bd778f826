using Strata.Studies.Estimation;
using Strata.Studies.Planning;

namespace Strata.Studies.Tests.Estimation;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(1, 1, 10), InlineData(2, 1, 5), InlineData(4, 1, 3), InlineData(1, 2, 5), InlineData(2, 2, 3)]
    public void FillsThreadsAndMachines(int threads, int machines, double expected)
    {
        // 3 + 3 + 2 + 2: the longest alone takes 3.
        var steps = new[] { Step("a", 1, 3), Step("b", 1, 3), Step("c", 1, 2), Step("d", 1, 2) };
        Assert.Equal(expected, Schedule.Simulate(steps, threads, machines).Seconds);
    }

    [Fact]
    public void WaitsForWhatAStepNeeds()
    {
        var steps = new[] { Step("compare", 1, 4, "a", "b"), Step("a", 1, 1), Step("b", 1, 2) };
        Assert.Equal(6, Schedule.Simulate(steps, threads: 2, machines: 1).Seconds);
        Assert.Equal(6, Schedule.Simulate(steps, threads: 2, machines: 5).Seconds);
    }

    [Fact]
    public void NeedsNothingThatIsThere()
        => Assert.Equal(4, Schedule.Simulate([Step("compare", 1, 4, "a")], threads: 1, machines: 1).Seconds);

    [Fact]
    public void KeepsAStepOnOneMachine()
    {
        // Six threads would take all three at once, but three on a machine take one of them.
        var steps = new[] { Step("a", 2, 1), Step("b", 2, 1), Step("c", 2, 1) };
        Assert.Equal(2, Schedule.Simulate(steps, threads: 3, machines: 2).Seconds);
    }

    [Theory]
    [InlineData(1, 1, 100), InlineData(2, 1, 200), InlineData(1, 2, 100), InlineData(3, 1, 300)]
    public void AddsUpWhatAMachineHolds(int threads, int machines, double expected)
        => Assert.Equal(expected, Schedule.Simulate([Step("a", 1, 1), Step("b", 1, 1), Step("c", 1, 1)], threads, machines).Bytes);

    [Fact]
    public void TakesNoTimeWithoutWork() => Assert.Equal((0, 0), Schedule.Simulate([], threads: 2, machines: 1));

    private static (PlannedStep Step, double Seconds, double Bytes) Step(string name, int threads, double seconds, params string[] needs)
        => (new()
        {
            Id = name,
            Title = name,
            Makes = [new("models", name, name)],
            Needs = needs,
            Threads = threads,
            MultiplyAdds = seconds,
        }, seconds, 100);
}
