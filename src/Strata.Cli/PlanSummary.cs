using System.CommandLine;
using Strata.Studies;
using Strata.Studies.Estimation;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Cli;

/// <summary>A plan for people: every result, whether it is there, and what it costs.</summary>
internal static class PlanSummary
{
    /// <param name="lent">What will be taken from studies beside.</param>
    public static void Write(ParseResult parsed, StudyRun run, IReadOnlySet<Artifact> lent, int threads, int machines, TextWriter output)
    {
        Plan plan = run.Plan;
        ArtifactStore store = run.Store.Checked(plan);
        StoreCheck check = store.CheckOf(plan);
        void Line(Artifact artifact, double? cost)
        {
            string state = check[artifact].Health switch
            {
                ArtifactHealth.Whole => "done   ",
                ArtifactHealth.Damaged => "damaged",
                _ when lent.Contains(artifact) => "beside ",
                _ => "missing"
            };
            output.WriteLine($"{state}  {artifact.Folder}{(cost is { } known ? $"  {Readable(known)}" : "")}");
        }
        foreach (PlannedModel model in plan.Models) Line(model.Artifact(), model.MultiplyAdds);
        foreach (PlannedComparison comparison in plan.Comparisons) Line(comparison.Artifact(), PlannedComparison.Cost([comparison]));
        foreach (PlannedAnalysis analysis in plan.Analyses)
            Line(analysis.Artifact(), analysis.MultiplyAdds > 0 ? analysis.MultiplyAdds : null);
        int all = plan.Artifacts().Count(), done = plan.Artifacts().Count(store.Has);
        output.WriteLine($"{plan.Study} in {run.Store.Root}: {done} of {all} results are there"
            + (lent.Count > 0 ? $", {lent.Count} are in studies beside it and will be taken from there" : ""));
        if (Takes(parsed, plan, store, lent, threads, machines) is { } takes) output.WriteLine($"the rest takes {takes}");
    }

    /// <summary>What a study comes to, on one line.</summary>
    public static string InShort(ParseResult parsed, StudyRun run, int threads)
    {
        Plan plan = run.Plan;
        (int Number, string Words)[] parts = [(plan.Models.Count, Count(plan.Models.Count, "network")),
            (plan.Comparisons.Count, Count(plan.Comparisons.Count, "similarity matrix", "similarity matrices")),
            (plan.Analyses.Count, Count(plan.Analyses.Count, "analysis", "analyses"))];
        return $"{string.Join(", ", parts.Where(part => part.Number > 0).Select(part => part.Words))} of {plan.Source}"
            + (Takes(parsed, plan, run.Store, new HashSet<Artifact>(), threads, machines: 1) is { } takes ? $"; takes {takes}" : "");
    }

    private static string Count(int number, string one, string? several = null) => $"{number} {(number == 1 ? one : several ?? one + "s")}";

    /// <summary>How long what is missing takes and what it needs; null where nothing is missing.</summary>
    private static string? Takes(ParseResult parsed, Plan plan, ArtifactStore store, IReadOnlySet<Artifact> lent, int threads,
        int machines)
    {
        PlanEstimate? made;
        using (var display = ProgressDisplay.Start(parsed, "measuring how fast this machine is"))
            made = PlanEstimate.Of(plan, store, lent, threads, machines, (done, all) => display.Report(done, all));
        if (made is not { } estimate) return null;
        string where = machines == 1 ? "on this machine" : $"on {machines} machines like this one";
        return $"about {ProgressState.Readable(TimeSpan.FromSeconds(estimate.Seconds))} {where} with {Count(threads, "thread")} and "
            + $"{estimate.Bytes / (1 << 30):0.0} GiB of memory{(machines == 1 ? "" : " each")}: {Readable(estimate.MultiplyAdds)}, "
            + $"going by {ProgressState.Readable(estimate.Measured)} of measurements";
    }

    /// <summary>Such as <c>1.25 T multiply-adds</c>.</summary>
    private static string Readable(double multiplyAdds)
    {
        (double unit, string name) = multiplyAdds switch
        {
            >= 1e15 => (1e15, "P"),
            >= 1e12 => (1e12, "T"),
            >= 1e9 => (1e9, "G"),
            _ => (1e6, "M")
        };
        return $"{multiplyAdds / unit:0.00} {name} multiply-adds";
    }
}
