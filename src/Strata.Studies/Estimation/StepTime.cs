using Strata.Data;
using Strata.Models;
using Strata.Studies.Planning;
using Strata.Studies.Running;

namespace Strata.Studies.Estimation;

/// <summary>Seconds that a step takes: its multiply-adds at the speed of its kind of work.</summary>
internal static class StepTime
{
    public static double Seconds(RunStep step, WorkItem item, ImageSet images, ISpeeds speeds)
    {
        switch (item)
        {
            case TrainItem { Model: { IsTrainedHere: true } model }:
                double tests = Planner.TestsCost(model.Spec, images, model.Training);
                return (step.Cost - tests) / speeds.Training(model.Spec, model.Training, step.Threads)
                    + tests / speeds.Pass(model.Spec, step.Threads);
            case TrainItem given:
                return step.Cost / speeds.Pass(given.Model.Spec, step.Threads);
            case CompareItem compare:
                return step.Cost / speeds.Comparison(Largest(compare.Models), compare.Similarity.Batch, step.Threads);
            case AnalysisItem analysis:
                return step.Cost / speeds.Pass(Largest(analysis.Models), step.Threads);
            default:
                throw new InvalidOperationException($"{step.Title}: work of a kind that has no speed");
        }
    }

    private static ModelSpec Largest(IEnumerable<PlannedModel> models) => models.Select(m => m.Spec).MaxBy(s => s.MultiplyAdds)!;
}
