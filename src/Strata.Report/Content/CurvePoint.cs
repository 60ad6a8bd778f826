namespace Strata.Report;

/// <summary>One epoch of a training run.</summary>
/// <param name="Epoch">1-based.</param>
/// <param name="Loss">Mean over the epoch's batches.</param>
/// <param name="TrainAccuracy">In [0, 1].</param>
/// <param name="TestAccuracy">In [0, 1]; null in epochs without a test.</param>
public sealed record CurvePoint(int Epoch, double Loss, double TrainAccuracy, double? TestAccuracy, double LearningRate);
