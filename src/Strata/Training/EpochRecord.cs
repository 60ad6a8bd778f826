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
    double ImagesPerSecond, double RemainingSeconds)
{
    /// <summary>What of a record that was read cannot be, or null.</summary>
    /// <param name="epoch">The number that it must have.</param>
    /// <param name="epochs">Of its training.</param>
    public static string? Problem(EpochRecord? record, int epoch, int epochs)
    {
        if (record is null) return $"null stands where epoch {epoch} must";
        if (record.Epoch != epoch || record.Epochs != epochs || epoch > epochs)
            return $"epoch {record.Epoch} of {record.Epochs} stands where epoch {epoch} of {epochs} must";
        double[] numbers = [record.Loss, record.LearningRate, record.Seconds, record.ImagesPerSecond, record.RemainingSeconds];
        if (!numbers.All(n => n is >= 0 and < double.PositiveInfinity)) return $"epoch {epoch} holds a number that is not from 0";
        return record.TrainAccuracy is >= 0 and <= 1 && record.TestAccuracy is null or (>= 0 and <= 1)
            ? null
            : $"epoch {epoch} holds an accuracy that is not from 0 to 1";
    }
}
