namespace Strata.Studies.Running;

/// <summary>How much of a run's multiply-adds is done.</summary>
/// <param name="Done">From 0 to 1, what earlier runs did included.</param>
/// <param name="Earlier">What earlier runs did, also of steps that this one goes on with: no sign of how fast this one is.</param>
public readonly record struct RunShare(double Done, double Earlier);
