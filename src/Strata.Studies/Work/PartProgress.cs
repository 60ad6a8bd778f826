namespace Strata.Studies.Work;

/// <summary>The progress of a part of a step.</summary>
/// <param name="begin">What of the step is done before the part, from 0 to 1.</param>
/// <param name="end">What of the step is done with it.</param>
internal sealed class PartProgress(IProgress<WorkProgress> progress, double begin, double end) : IProgress<WorkProgress>
{
    public void Report(WorkProgress value)
        => progress.Report(value with { Share = begin + (end - begin) * value.Share, Earlier = (end - begin) * value.Earlier });
}
