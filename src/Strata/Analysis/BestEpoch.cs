namespace Strata.Analysis;

/// <summary>The weights of a probe after the epoch whose held-out loss is the lowest so far.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">Mean cross-entropy over the held-out examples.</param>
internal sealed record BestEpoch(int Epoch, double Loss, float[] Weight, float[] Bias);
