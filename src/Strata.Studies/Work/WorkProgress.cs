namespace Strata.Studies.Work;

/// <summary>How far a step has come.</summary>
/// <param name="Share">From 0 to 1.</param>
/// <param name="Detail">Such as <c>epoch 12 of 60, loss 1.234, test 45.6 %</c>.</param>
/// <param name="Earlier">What of the share an interrupted run had done.</param>
public sealed record WorkProgress(double Share, string Detail, double Earlier = 0);
