namespace Strata.Studies.Running;

/// <summary>How a run ended.</summary>
/// <param name="Made">Artifacts made by this run.</param>
/// <param name="Kept">Artifacts that were there.</param>
/// <param name="Left">Artifacts still missing because the run was stopped.</param>
/// <param name="Failures">A sentence for each artifact that could not be made, in this run or, for diverged models, an earlier one.</param>
/// <param name="Stopped">Whether it was asked to stop.</param>
public sealed record RunOutcome(int Made, int Kept, int Left, IReadOnlyList<string> Failures, bool Stopped);
