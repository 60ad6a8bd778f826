using Strata.Studies;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Cli;

/// <summary>A plan for people: every result, whether it is there, and what it costs.</summary>
internal static class PlanSummary
{
    public static void Write(StudyRun run, TextWriter output)
    {
        Plan plan = run.Plan;
        double left = 0;
        void Line(Artifact artifact, double? cost)
        {
            bool there = run.Store.Has(artifact);
            if (!there) left += cost ?? 0;
            output.WriteLine($"{(there ? "done   " : "missing")}  {artifact.Folder}{(cost is { } known ? $"  {Readable(known)}" : "")}");
        }
        foreach (PlannedModel model in plan.Models) Line(model.Artifact(), model.MultiplyAdds);
        foreach (PlannedComparison comparison in plan.Comparisons) Line(comparison.Artifact(), comparison.MultiplyAdds);
        foreach (PlannedAnalysis components in plan.Components) Line(components.ComponentsArtifact(), null);
        foreach (PlannedAnalysis blocks in plan.Blocks) Line(blocks.BlocksArtifact(), null);
        foreach (PlannedErrors errors in plan.Errors) Line(errors.Artifact, null);
        int all = plan.Artifacts().Count(), done = plan.Artifacts().Count(run.Store.Has);
        output.WriteLine($"{plan.Study} in {run.Store.Root}: {done} of {all} results are there; the rest takes about {Readable(left)} for models and similarity");
    }

    /// <summary>Such as <c>1.25 T multiply-adds</c>.</summary>
    private static string Readable(double multiplyAdds)
    {
        (double unit, string name) = multiplyAdds switch { >= 1e15 => (1e15, "P"), >= 1e12 => (1e12, "T"), >= 1e9 => (1e9, "G"), _ => (1e6, "M") };
        return $"{multiplyAdds / unit:0.00} {name} multiply-adds";
    }
}
