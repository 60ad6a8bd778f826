using Strata.Cli;

namespace Strata.Studies.Tests.Running;

public sealed class RunProgressTests
{
    private sealed class Reports : ProgressDisplay
    {
        public List<(double Done, double Total, double? Earlier)> All { get; } = [];

        public override void Report(double done, double total, string? detail = null, double? earlier = null)
            => All.Add((done, total, earlier));

        public override void Say(string line) { }

        public override void Dispose() { }
    }

    /// <summary>A run that went on with a study at 98 % said that two seconds were left, for minutes.</summary>
    [Fact]
    public void What_earlier_runs_did_is_in_the_first_report_that_knows_a_whole()
    {
        using var reports = new Reports();
        var run = new RunProgress(reports);
        run.Checking(.5);
        run.Counted(19, 1, 7, new(.98, .98));
        run.Began("components of a");
        run.Moved("components of a", new(.5, "pass 2"), new(.99, .98));
        Assert.Equal([(0, 0, null), (.98, 1, .98), (.98, 1, .98), (.99, 1, .98)], reports.All);
    }

    [Fact]
    public void A_page_alone_has_no_whole_before_it_is_drawn()
    {
        using var reports = new Reports();
        var run = new RunProgress(reports);
        run.Began("draw the page");
        run.Moved("draw the page", new(.5, "50 % of its figures"), new(1, 1));
        Assert.Equal([(0, 0, null), (1, 1, 1)], reports.All);
    }
}
