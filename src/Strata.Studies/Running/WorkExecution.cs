using Strata.Data;
using Strata.Studies.Analyses;
using Strata.Studies.Storage;
using Strata.Studies.Work;

namespace Strata.Studies.Running;

/// <summary>Does an item of work and publishes what it makes.</summary>
internal static class WorkExecution
{
    /// <param name="images">Null only for a light analysis.</param>
    /// <param name="say">Told what the user should know of the work, a sentence each.</param>
    public static void Execute(WorkItem item, ImageSet? images, IProgress<WorkProgress> progress, Action<string> say,
        CancellationToken stop)
    {
        var store = new ArtifactStore(item.Output);
        switch (item)
        {
            case TrainItem train:
                TrainWork.Execute(train, store, images!, progress, say, stop);
                break;
            case SumItem sum:
                SumWork.Execute(sum, store, images!, progress, say, stop);
                break;
            case CompareItem compare:
                CompareWork.Execute(compare, store, images!, progress, say, stop);
                break;
            case AnalysisItem analysis:
                AnalysisExecution.Execute(analysis.Analysis, analysis.Models, store, images, progress, say, stop);
                break;
            default:
                throw new ArgumentException($"no work of kind {item.GetType().Name}", nameof(item));
        }
    }
}
