using Strata.Data;
using Strata.Studies.Storage;

namespace Strata.Studies.Running;

/// <summary>Does an item of work and publishes what it makes.</summary>
internal static class WorkExecution
{
    public static void Execute(WorkItem item, ImageSet images, IProgress<WorkProgress> progress, CancellationToken stop)
    {
        var store = new ArtifactStore(item.Output);
        switch (item)
        {
            case TrainItem train:
                TrainWork.Execute(train, store, images, progress, stop);
                break;
            case CompareItem compare:
                CompareWork.Execute(compare, store, images, progress, stop);
                break;
            case ComponentsItem components:
                ComponentsWork.Execute(components, store, images, progress, stop);
                break;
            case ErrorsItem errors:
                ErrorsWork.Execute(errors, store, images, progress);
                break;
            default:
                throw new ArgumentException($"no work of kind {item.GetType().Name}", nameof(item));
        }
    }
}
