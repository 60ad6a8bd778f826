using Strata.Data;
using Strata.Studies.Planning;
using Strata.Studies.Work;

namespace Strata.Studies.Estimation;

/// <summary>Seconds that a step takes: its multiply-adds at the speed of its kind of work.</summary>
internal static class StepTime
{
    public static double Seconds(PlannedStep step, WorkItem item, ImageSet images, ISpeeds speeds)
    {
        if (step.IsLight) return 0;
        switch (item)
        {
            case TrainItem { Model: { IsTrainedHere: true } model }:
                double tests = Planner.TestsCost(model.OwnSpec(), images, model.Training);
                return (step.MultiplyAdds - tests) / speeds.Training(model.OwnSpec(), model.Training, step.Threads)
                    + tests / speeds.Pass(model, step.Threads);
            case TrainItem given:
                return step.MultiplyAdds / speeds.Pass(given.Model, step.Threads);
            case PairsItem compare:
                return step.MultiplyAdds / speeds.Comparison(Largest(compare.Models), compare.Similarity.Batch, step.Threads);
            case AnalysisItem { Models: [PlannedModel one], Analysis.Comparison: { } options }:
                return step.MultiplyAdds / speeds.Comparison(one, options.Batch, step.Threads);
            case AnalysisItem analysis:
                return step.MultiplyAdds / speeds.Pass(Largest(analysis.Models), step.Threads);
            default:
                throw new InvalidOperationException($"{step.Title}: work of a kind that has no speed");
        }
    }

    private static PlannedModel Largest(IEnumerable<PlannedModel> models) => models.MaxBy(model => model.MultiplyAddsPerImage)!;
}
