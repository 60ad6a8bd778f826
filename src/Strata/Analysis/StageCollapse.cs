namespace Strata.Analysis;

/// <summary>The accuracy of a network whose stage loses residual branches from its end.</summary>
/// <param name="Stage">0-based.</param>
/// <param name="Accuracy">
/// [branches + 1]: test accuracy where branch i and all later ones of the stage are deleted; the last is the whole network's.
/// </param>
/// <param name="Layers">[branches]: the layer by which each branch has been added; null in results of before networks had several branches
/// in a block, or blocks without one, where branch i is that of block i.</param>
public sealed record StageCollapse(int Stage, double[] Accuracy, IReadOnlyList<string>? Layers = null)
{
    /// <summary>How many branches can go, from the last one on, each of them and all later ones for no more than that.</summary>
    /// <param name="accuracy">The whole network's, in [0, 1].</param>
    /// <param name="within">What may be lost: a point.</param>
    public int Expendable(double accuracy, double within = 0.01)
    {
        int first = Accuracy.Length - 1;
        // An accuracy just at the bound counts, whatever its last bit.
        while (first > 0 && Accuracy[first - 1] >= accuracy - within - 1e-9) first--;
        return Accuracy.Length - 1 - first;
    }
}
