using Strata.Runtime;
using Strata.Studies.Analyses;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Running;

/// <summary>Turns what is missing of a plan into steps for workers.</summary>
internal static class RunSteps
{
    /// <summary>Most models that one comparison holds in memory, however small they are.</summary>
    private const int LargestGroup = 64;

    public static IReadOnlyList<RunStep> Of(Plan plan, ArtifactStore store, int threads, IReadOnlySet<Artifact> there)
    {
        var models = plan.Models.ToDictionary(m => m.Name);
        var steps = new List<RunStep>();
        foreach (PlannedModel model in plan.Models.Where(m => !there.Contains(m.Artifact())))
        {
            string title = $"{(model.File is not null ? "read" : model.Trained ? "train" : "write")} {model.Label}";
            steps.Add(new(title, [(model.Artifact(), [])], model.Threads, model.MultiplyAdds,
                _ => new TrainItem(store.Root, plan.Source, plan.Reading, plan.DataHash, model)));
        }

        PlannedComparison[] missing = [.. plan.Comparisons.Where(c => !there.Contains(c.Artifact()))];
        int atOnce = ModelsAtOnce(plan, threads);
        // Sums in fp32 depend on the number of threads: it follows from the whole plan, so that a run which finds some matrices there makes
        // the rest as it would have.
        int share = plan.Models.All(m => m.Threads == 1)
            ? Math.Max(1, threads / Math.Max(1, ComparisonGroups.Of(plan.Comparisons, atOnce).Count)) : threads;
        long largest = plan.Models.SelectMany(m => m.Spec.Layers).Max(l => l.Features);
        foreach (IReadOnlyList<PlannedComparison> group in ComparisonGroups.Of(missing, atOnce))
        {
            string[] names = [.. group.SelectMany(c => new[] { c.A, c.B }).Distinct()];
            string title = names.Length == 1 ? $"compare the layers of {models[names[0]].Label}"
                : $"compare {names.Length} models, {group.Count} matrices";
            steps.Add(new(title, [.. group.Select(c => (c.Artifact(), Needs(c)))], share, PlannedComparison.Cost(group), remaining =>
            {
                PlannedComparison[] pairs = [.. group.Where(c => remaining.Contains(c.Artifact()))];
                return new CompareItem(store.Root, plan.Source, plan.Reading, plan.DataHash, plan.Similarity,
                    [.. pairs.SelectMany(c => new[] { c.A, c.B }).Distinct().Select(n => models[n])], pairs, largest);
            }));
        }

        foreach (PlannedAnalysis analysis in plan.Analyses.Where(a => !AnalysisKinds.Of(a.Kind).Light && !there.Contains(a.Artifact())))
        {
            PlannedModel[] about = [.. analysis.Models.Select(name => models[name])];
            steps.Add(new(analysis.Title, [(analysis.Artifact(), [.. analysis.Inputs.Values])], Math.Min(analysis.Threads, threads),
                analysis.MultiplyAdds,
                _ => new AnalysisItem(store.Root, plan.Source, plan.Reading, plan.DataHash, about, analysis),
                AnalysisKinds.Of(analysis.Kind).OfFamily));
        }
        // The longest first: short ones then fill the gaps at the end.
        return [.. steps.OrderByDescending(s => s.Cost)];

        IReadOnlyList<Artifact> Needs(PlannedComparison c) => [.. new[] { c.A, c.B }.Distinct().Select(n => models[n].Artifact())];
    }

    /// <summary>
    /// Models whose Gram matrices, [batch, batch] for each layer, fit a quarter of the memory when every thread does this at once.
    /// </summary>
    private static int ModelsAtOnce(Plan plan, int threads)
    {
        double memory = MachineMemory.Bytes / 4.0 / threads, batch = plan.Similarity.Batch;
        double each = plan.Models.Max(m => m.Spec.Layers.Count * batch * batch * sizeof(float) + m.Spec.ParameterCount * sizeof(float));
        return (int)Math.Clamp(memory / each, 2, LargestGroup);
    }
}
