using Strata.Similarity;
using Strata.Studies.Planning;

namespace Strata.Studies.Work;

/// <summary>What a process is told to do for the steps of a plan.</summary>
/// <param name="output">The study's output folder.</param>
public sealed class WorkItems(Plan plan, string output)
{
    private readonly Dictionary<string, PlannedModel> _models = plan.Models.ToDictionary(m => m.Name);
    private readonly Dictionary<Artifact, PlannedModel> _trainings = plan.Models.ToDictionary(m => m.Artifact());
    private readonly Dictionary<Artifact, PlannedComparison> _comparisons = plan.Comparisons.ToDictionary(c => c.Artifact());
    private readonly Dictionary<Artifact, (PlannedComparison Comparison, Shard Shard)> _sums = plan.Comparisons.SelectMany(
        c => c.Sums(plan.Similarity).Select(sums => (sums.Artifact, Made: (c, sums.Shard)))).ToDictionary(s => s.Artifact, s => s.Made);
    private readonly Dictionary<Artifact, PlannedAnalysis> _analyses = plan.Analyses.ToDictionary(a => a.Artifact());
    private readonly long _largestLayer = plan.Models.SelectMany(m => m.Layers).Max(l => l.Features);

    /// <param name="makes">What of the step's artifacts is to be made, one at least.</param>
    public WorkItem Of(IReadOnlyCollection<Artifact> makes)
    {
        Artifact first = makes.First();
        if (_trainings.TryGetValue(first, out PlannedModel? model))
            return new TrainItem(output, plan.Source, plan.Reading, plan.DataHash, model);
        if (_analyses.TryGetValue(first, out PlannedAnalysis? analysis))
            return new AnalysisItem(output, plan.Source, plan.Reading, plan.DataHash, [.. analysis.Models.Select(name => _models[name])],
                analysis);
        (PlannedComparison Comparison, Shard Shard)? part = _sums.TryGetValue(first, out var found) ? found : null;
        PlannedComparison[] pairs = [.. makes.Select(artifact => part is null ? _comparisons[artifact] : _sums[artifact].Comparison)];
        PlannedModel[] models = [.. pairs.SelectMany(c => new[] { c.A, c.B }).Distinct().Select(name => _models[name])];
        return part is { Shard: var shard }
            ? new SumItem(output, plan.Source, plan.Reading, plan.DataHash, plan.Similarity, models, pairs, _largestLayer, shard)
            : new CompareItem(output, plan.Source, plan.Reading, plan.DataHash, plan.Similarity, models, pairs, _largestLayer);
    }
}
