using Strata.Similarity;

namespace Strata.Studies.Work;

/// <summary>A comparison's progress as that of its step.</summary>
internal sealed class BatchProgress(IProgress<WorkProgress> progress) : IProgress<ComparisonProgress>
{
    public void Report(ComparisonProgress value)
        => progress.Report(new(value.Share, $"batch {value.Batches} of {value.TotalBatches}",
            (double)value.EarlierBatches / value.TotalBatches));
}
