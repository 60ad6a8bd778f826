namespace Strata.Analysis;

/// <summary>The accuracy of a network whose stage loses residual branches from its end.</summary>
/// <param name="Stage">0-based.</param>
/// <param name="Accuracy">
/// [branches + 1]: test accuracy where branch i and all later ones of the stage are deleted; the last is the whole network's.
/// </param>
/// <param name="Layers">[branches]: the layer by which each branch has been added; null in results of before networks had several branches
/// in a block, or blocks without one, where branch i is that of block i.</param>
public sealed record StageCollapse(int Stage, double[] Accuracy, IReadOnlyList<string>? Layers = null);
