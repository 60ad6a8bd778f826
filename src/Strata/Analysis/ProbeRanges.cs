using Strata.Runtime;
using Strata.Training;

namespace Strata.Analysis;

/// <summary>What <see cref="ProbeOptions"/> may be.</summary>
public static class ProbeRanges
{
    public static OptionRange<int> Epochs => TrainingRanges.Epochs;
    public static OptionRange<int> Batch { get; } = TrainingRanges.Batch with { Minimum = 1 };
    public static OptionRange<double> LearningRate => TrainingRanges.LearningRate;
    public static OptionRange<double> Momentum => TrainingRanges.Momentum;

    /// <summary>0: a probe never stops early.</summary>
    public static OptionRange<int> Patience { get; } = TrainingRanges.Epochs with { Minimum = 0 };
}
