namespace Strata.Studies.Running;

/// <summary>How a run ended.</summary>
/// <param name="Made">Artifacts made by this run.</param>
/// <param name="Kept">Artifacts that were there.</param>
/// <param name="Left">Artifacts still missing because the run was stopped.</param>
/// <param name="Failures">What could not be made, in this run or, for diverged models, an earlier one, each with its dependents.</param>
/// <param name="Stopped">Whether it was asked to stop.</param>
public sealed record RunOutcome(int Made, int Kept, int Left, IReadOnlyList<FailedStep> Failures, bool Stopped)
{
    /// <summary>Artifacts that could not be made, those that depend on others included.</summary>
    public int Lost => Failures.Sum(failure => 1 + failure.Dependents);
}
