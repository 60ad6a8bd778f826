namespace Strata.Training;

/// <summary>How a training ended.</summary>
/// <param name="FinalTestAccuracy">Of the weights that were kept; null after a divergence or without test images.</param>
/// <param name="BestTestAccuracy">The best seen on the way; choosing by it would leak test data, so it is only told.</param>
/// <param name="Seconds">Of all epochs, those before an interruption included.</param>
/// <param name="DivergedAtEpoch">The epoch whose loss or weights were not finite; such a model is not written.</param>
/// <param name="Precision">fp32 or bf16: what <see cref="Training.Precision.Auto"/> came to.</param>
public sealed record TrainingResult(
    double? FinalTestAccuracy, double? BestTestAccuracy, int? BestEpoch, double TrainAccuracy, double Seconds, int? DivergedAtEpoch,
    string Precision);
