using Strata.Studies.Running;

namespace Strata.Studies.Tests.Running;

public class FailureCauseTests
{
    [Fact]
    public void Failures_for_one_reason_are_one_line_with_all_that_depends_on_them()
    {
        FailedStep[] failures = [.. Enumerable.Range(0, 5).Select(i => new FailedStep($"models/m{i}", "the disk is full", 2)),
            new("models/x", "diverged", 1), new("errors/y", "no predictions", 0)];
        Assert.Equal(
        [
            "5 results (models/m0, models/m1, models/m2, …): the disk is full; 10 steps depend on them",
            "models/x: diverged; 1 step depends on it",
            "errors/y: no predictions",
        ], FailureCause.Of(failures).Select(cause => cause.ToString()));
    }

    [Fact]
    public void Reasons_that_differ_in_a_number_are_one()
        => Assert.Equal("models/a, models/b: diverged in epoch 3 (and others)",
            Assert.Single(FailureCause.Of([new("models/a", "diverged in epoch 3", 0), new("models/b", "diverged in epoch 12", 0)]))
                .ToString());

    [Fact]
    public void A_few_are_all_named()
        => Assert.Equal("models/a, models/b: full; 1 step depends on them",
            Assert.Single(FailureCause.Of([new("models/a", "full", 1), new("models/b", "full", 0)])).ToString());
}
