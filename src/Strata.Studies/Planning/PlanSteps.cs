using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Studies.Planning;

/// <summary>Cuts a plan into steps.</summary>
internal static class PlanSteps
{
    /// <summary>Most models that one comparison holds in memory, however small they are.</summary>
    private const int LargestGroup = 64;

    private const int DigitsOfKey = 6;

    /// <summary>What adding up the sums of shards, and drawing, takes of summing them.</summary>
    private const double Adding = 0.01;

    /// <param name="threads">That a run may use.</param>
    public static IReadOnlyList<PlannedStep> Of(Plan plan, int threads)
    {
        var models = plan.Models.ToDictionary(m => m.Name);
        var steps = new List<PlannedStep>();
        var makers = new Dictionary<Artifact, string>();
        foreach (PlannedModel model in plan.Models)
        {
            string verb = model.File is not null ? "read" : model.Trained ? "train" : "write";
            Add($"model-{model.Name}", $"{verb} {model.Label}", [model.Artifact()], [], model.Threads, model.MultiplyAdds);
        }

        IReadOnlyList<IReadOnlyList<PlannedComparison>> groups = ComparisonGroups.Of(plan.Comparisons, ModelsAtOnce(plan, threads));
        // Sums in fp32 depend on the number of threads: it follows from the whole plan.
        int share = plan.Models.All(m => m.Threads == 1) ? Math.Max(1, threads / Math.Max(1, groups.Count)) : threads;
        foreach (IReadOnlyList<PlannedComparison> group in groups)
        {
            string[] names = [.. group.SelectMany(c => new[] { c.A, c.B }).Distinct()];
            (string id, string title) = names.Length == 1
                ? ($"compare-{names[0]}", $"compare the layers of {models[names[0]].Label}")
                : ($"compare-{names.Length}-models-{ContentHash.OfText(string.Join(' ', group.Select(c => c.Key)))[..DigitsOfKey]}",
                    $"compare {names.Length} models, {group.Count} matrices");
            Artifact[] compared = [.. names.Select(name => models[name].Artifact())];
            double cost = PlannedComparison.Cost(group);
            (Shard Shard, Artifact Artifact)[] sums = [.. group.SelectMany(c => c.Sums(plan.Similarity))];
            foreach (var part in sums.GroupBy(s => s.Shard, s => s.Artifact))
                Add($"{id}-{part.Key.Number}of{part.Key.Count}", $"{title}, share {part.Key} of the passes", [.. part], compared, share,
                    cost * part.Key.PartOf(plan.Similarity.Passes));
            Add(id, title, [.. group.Select(c => c.Artifact())], [.. compared, .. sums.Select(s => s.Artifact)], share,
                sums.Length > 0 ? cost * Adding : cost);
        }

        foreach (PlannedAnalysis analysis in plan.Analyses)
            Add($"{analysis.Kind}-{analysis.Name}", analysis.Title, [analysis.Artifact()], analysis.Inputs.Values,
                Math.Min(analysis.Threads, threads), analysis.MultiplyAdds, analysis.OfFamily);
        return steps;

        void Add(string id, string title, IReadOnlyList<Artifact> makes, IEnumerable<Artifact> needs, int own, double cost,
            bool ofFamily = false)
        {
            steps.Add(new()
            {
                Id = id,
                Title = title,
                Makes = makes,
                Needs = [.. needs.Select(need => makers[need]).Distinct()],
                Threads = own,
                MultiplyAdds = cost,
                OfFamily = ofFamily,
            });
            foreach (Artifact artifact in makes) makers[artifact] = id;
        }
    }

    /// <summary>
    /// Models whose Gram matrices, [batch, batch] for each layer, fit a quarter of the memory when every thread does this at once.
    /// </summary>
    private static int ModelsAtOnce(Plan plan, int threads)
    {
        double memory = MachineMemory.Bytes / 4.0 / threads, batch = plan.Similarity.Batch;
        double each = plan.Models.Max(m => m.Layers.Count * batch * batch * sizeof(float) + m.ParameterCount * sizeof(float));
        return (int)Math.Clamp(memory / each, 2, LargestGroup);
    }
}
