using Strata.Studies;
using Strata.Studies.Estimation;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Cli;

/// <summary>A plan for people: every result, whether it is there, and what it costs.</summary>
internal static class PlanSummary
{
    public static void Write(StudyRun run, int threads, int machines, TextWriter output)
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
                _ => "missing"
            };
            output.WriteLine($"{state}  {artifact.Folder}{(cost is { } known ? $"  {Readable(known)}" : "")}");
        }
        foreach (PlannedModel model in plan.Models) Line(model.Artifact(), model.MultiplyAdds);
        foreach (PlannedComparison comparison in plan.Comparisons) Line(comparison.Artifact(), PlannedComparison.Cost([comparison]));
        foreach (PlannedAnalysis analysis in plan.Analyses)
            Line(analysis.Artifact(), analysis.MultiplyAdds > 0 ? analysis.MultiplyAdds : null);
        int all = plan.Artifacts().Count(), done = plan.Artifacts().Count(store.Has);
        output.WriteLine($"{plan.Study} in {run.Store.Root}: {done} of {all} results are there");
        if (PlanEstimate.Of(plan, store, threads, machines) is not { } estimate) return;
        string where = machines == 1 ? "on this machine" : $"on {machines} machines like this one";
        output.WriteLine(
            $"the rest takes about {ProgressState.Readable(TimeSpan.FromSeconds(estimate.Seconds))} {where} with {threads} "
            + $"thread{(threads == 1 ? "" : "s")} and {estimate.Bytes / (1 << 30):0.0} GiB of memory{(machines == 1 ? "" : " each")}: "
            + $"{Readable(estimate.MultiplyAdds)}, going by {ProgressState.Readable(estimate.Measured)} of measurements");
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
