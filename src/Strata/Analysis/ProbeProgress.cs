namespace Strata.Analysis;

/// <summary>How far the probes of a model are.</summary>
/// <param name="Epochs">Done, with the part of the one at work.</param>
/// <param name="ImagesPerSecond">Through the model and all of its probes.</param>
/// <param name="EarlierEpochs">What of those done an interrupted run had done.</param>
public sealed record ProbeProgress(double Epochs, int OfEpochs, double ImagesPerSecond, double EarlierEpochs);
