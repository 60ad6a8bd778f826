namespace Strata.Training;

/// <summary>One line of the training log.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Epochs">Of the whole training.</param>
/// <param name="Loss">Mean cross-entropy over the epoch's steps, in training mode, without the decay's share.</param>
/// <param name="TrainAccuracy">Share of right predictions over the same steps.</param>
/// <param name="TestAccuracy">In inference mode and fp32; null in epochs without a test.</param>
/// <param name="LearningRate">At the epoch's last step.</param>
/// <param name="Seconds">Of the epoch's steps, without the test.</param>
/// <param name="ImagesPerSecond">Over those seconds.</param>
/// <param name="RemainingSeconds">Estimated for the epochs to come, tests included.</param>
public sealed record EpochRecord(
    int Epoch, int Epochs, double Loss, double TrainAccuracy, double? TestAccuracy, double LearningRate, double Seconds,
    double ImagesPerSecond, double RemainingSeconds);
