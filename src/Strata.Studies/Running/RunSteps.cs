using Strata.Analysis;
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
            string title = model.Trained ? $"train {model.Label}" : $"write {model.Label}";
            steps.Add(new(title, [(model.Artifact(), [])], model.Threads, model.MultiplyAdds, _ => new TrainItem(store.Root, plan.Source, plan.DataHash, model)));
        }

        PlannedComparison[] missing = [.. plan.Comparisons.Where(c => !there.Contains(c.Artifact()))];
        var groups = ComparisonGroups.Of(missing, ModelsAtOnce(plan, threads));
        bool small = plan.Models.All(m => m.Threads == 1);
        foreach (IReadOnlyList<PlannedComparison> group in groups)
        {
            string[] names = [.. group.SelectMany(c => new[] { c.A, c.B }).Distinct()];
            string title = names.Length == 1 ? $"compare the layers of {models[names[0]].Label}" : $"compare {names.Length} models, {group.Count} matrices";
            steps.Add(new(title, [.. group.Select(c => (c.Artifact(), Needs(c)))], small ? Math.Max(1, threads / groups.Count) : threads, group.Sum(c => c.MultiplyAdds), remaining =>
            {
                PlannedComparison[] pairs = [.. group.Where(c => remaining.Contains(c.Artifact()))];
                return new CompareItem(store.Root, plan.Source, plan.DataHash, plan.Similarity, [.. pairs.SelectMany(c => new[] { c.A, c.B }).Distinct().Select(n => models[n])], pairs);
            }));
        }

        foreach (PlannedAnalysis analysis in plan.Components.Where(c => !there.Contains(c.ComponentsArtifact())))
        {
            PlannedModel model = models[analysis.Name];
            steps.Add(new($"components of {model.Label}", [(analysis.ComponentsArtifact(), [model.Artifact()])], model.Threads, ComponentsCost(model),
                _ => new ComponentsItem(store.Root, plan.Source, plan.DataHash, model, analysis)));
        }
        foreach (PlannedErrors errors in plan.Errors.Where(e => !there.Contains(e.Artifact)))
        {
            PlannedModel[] members = [.. errors.ModelsA.Concat(errors.ModelsB).Select(name => models[name])];
            steps.Add(new($"errors of {errors.A} and {errors.B}", [(errors.Artifact, [.. members.Select(m => m.Artifact())])], 1, ErrorsCost, _ => new ErrorsItem(store.Root, plan.Source, plan.DataHash, members, errors)));
        }
        // The longest first: short ones then fill the gaps at the end.
        return [.. steps.OrderByDescending(s => s.Cost)];

        IReadOnlyList<Artifact> Needs(PlannedComparison c) => [.. new[] { c.A, c.B }.Distinct().Select(n => models[n].Artifact())];
    }

    /// <summary>Models whose Gram matrices, [batch, batch] for each layer, fit a quarter of the memory when every thread does this at once.</summary>
    private static int ModelsAtOnce(Plan plan, int threads)
    {
        double memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4.0 / threads, batch = plan.Similarity.Batch;
        double each = plan.Models.Max(m => m.Spec.Layers.Count * batch * batch * sizeof(float) + m.Spec.ParameterCount * sizeof(float));
        return (int)Math.Clamp(memory / each, 2, LargestGroup);
    }

    /// <summary>A second or so, beside trainings of minutes.</summary>
    private const double ErrorsCost = 1e10;

    /// <summary>Some ten forward passes settle the leading eigenvalues of nearly all layers.</summary>
    private static double ComponentsCost(PlannedModel model) => 10.0 * (new ComponentOptions().MaxExamples ?? 2000) * model.Spec.MultiplyAdds;
}
