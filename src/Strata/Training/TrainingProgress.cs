namespace Strata.Training;

/// <summary>How far a training is; told about once a second and at the end of every epoch.</summary>
/// <param name="EpochsDone">Whole epochs, and the part of the running one.</param>
/// <param name="Epochs">Of the whole training.</param>
/// <param name="Last">The last finished epoch; null before.</param>
/// <param name="Finished">Whether it has finished just now.</param>
/// <param name="ImagesPerSecond">Of the running epoch, or of the one that has just finished.</param>
/// <param name="RemainingSeconds">Estimated, tests included; NaN while nothing is known.</param>
/// <param name="EarlierEpochs">What of those done an interrupted run had done.</param>
public sealed record TrainingProgress(double EpochsDone, int Epochs, EpochRecord? Last, bool Finished, double ImagesPerSecond,
    double RemainingSeconds, double EarlierEpochs)
{
    /// <summary>The epoch that runs or has just finished, from 1.</summary>
    public int Epoch => Finished ? Last!.Epoch : Math.Min(Epochs, (int)EpochsDone + 1);

    /// <summary>
    /// Such as <c>loss 1.234, train 55.1 %, test 48.2 %, 812 images/s</c>; loss and accuracies are those of the last finished epoch.
    /// </summary>
    public string Detail => (Last is null ? "" : $"loss {Last.Loss:0.000}, train {100 * Last.TrainAccuracy:0.0} %, ")
        + (Last?.TestAccuracy is { } test ? $"test {100 * test:0.0} %, " : "") + $"{ImagesPerSecond:0} images/s";
}
