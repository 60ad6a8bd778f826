namespace Strata.Analysis;

/// <summary>The accuracy of a network whose stage loses residual branches from its end.</summary>
/// <param name="Stage">0-based.</param>
/// <param name="Accuracy">
/// [blocks + 1]: test accuracy where the branches of block i and of all later ones of the stage are deleted; the last is the whole
/// network's.
/// </param>
public sealed record StageCollapse(int Stage, double[] Accuracy);
