using Strata.Runtime;

namespace Strata.Training;

/// <summary>What <see cref="TrainingOptions"/> may be.</summary>
public static class TrainingRanges
{
    public static OptionRange<int> Epochs { get; } = new(1, 1_000_000);

    /// <summary>Batch norm needs two examples.</summary>
    public static OptionRange<int> Batch { get; } = new(2, 65_536);

    public static OptionRange<double> LearningRate { get; } = new(0, 100, Above: true);
    public static OptionRange<double> Momentum { get; } = new(0, 1, Below: true);
    public static OptionRange<int> WarmUp { get; } = Epochs with { Minimum = 0 };
    public static OptionRange<double> Factor { get; } = new(0, 1, Above: true);

    /// <summary>Of label smoothing, dropout and stochastic depth.</summary>
    public static OptionRange<double> Share { get; } = new(0, 1, Below: true);

    public static OptionRange<double> WeightDecay { get; } = new(0, 1);
    public static OptionRange<double> BatchNormMomentum { get; } = new(0, 1, Above: true);
    public static OptionRange<int> EvaluateEvery { get; } = new(1, 1_000_000);
    public static OptionRange<long> Seed { get; } = new(long.MinValue, long.MaxValue);
}
