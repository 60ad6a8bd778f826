using System.Text.Json.Serialization;
using Strata.Data;

namespace Strata.Training;

/// <summary>
/// The recipe: everything beside architecture and images that decides a trained model. Defaults are the papers' where they say (P1 §3 and
/// its code), but for the weight decay, of which docs/decisions.md says why.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training examples.</summary>
    public int Epochs { get; init; } = 300;

    /// <summary>Examples per step; a short last batch is dropped, as the papers do.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>The highest, from which <see cref="Schedule"/> goes on.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Of SGD; β₁ of AdamW.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>
    /// In PyTorch's sense (gradient plus decay × weight), on convolution and dense kernels only; Keras' l2(c) is decay 2c. AdamW's is
    /// decoupled: weights shrink by rate × decay.
    /// </summary>
    public double WeightDecay { get; init; } = 5e-3;

    /// <summary>Null: crop and flip where images are larger than 16 pixels and in colour, none otherwise.</summary>
    public Augmentation? Augment { get; init; }

    /// <summary>
    /// Weight of the newest batch in the running statistics (PyTorch's sense). Null: 0.01 as in the papers, but 0.1 on images of up to 16
    /// pixels, whose epochs have so few steps that 0.01 would lag for tens of epochs.
    /// </summary>
    public double? BatchNormMomentum { get; init; }

    /// <summary>Share of the training examples used.</summary>
    public Fraction Fraction { get; init; } = Fraction.One;

    /// <summary>How the share is chosen.</summary>
    public SubsetKind Subset { get; init; } = SubsetKind.Balanced;

    /// <summary>Test accuracy is measured every so many epochs, and at the end.</summary>
    public int EvaluateEvery { get; init; } = 1;

    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>Fixes initialisation, order, subset and augmentation.</summary>
    public long Seed { get; init; }

    // What follows is left out of JSON where it has its default, so that recipes from before it was there keep their keys.

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptimizerKind Optimizer { get; init; }

    /// <summary>Whether SGD looks ahead: it goes by g + m·v in place of v.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Nesterov { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ScheduleKind Schedule { get; init; }

    /// <summary>With <see cref="ScheduleKind.Step"/>: the epochs after which the rate is multiplied.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public IReadOnlyList<int>? Milestones { get; init; }

    /// <summary>With <see cref="ScheduleKind.Step"/>: by how much; null: 0.1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double? Factor { get; init; }

    /// <summary>Epochs in which the rate rises linearly.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int WarmUp { get; init; }

    /// <summary>Share of a label that all classes get alike (Szegedy et al. 2016 §7).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double LabelSmoothing { get; init; }

    /// <summary>Of the input, everywhere that the model sees images; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Normalization? Normalize { get; init; }

    /// <summary>Rate of dropout; null: the family's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double? Dropout { get; init; }

    /// <summary>Rate at which the last block's branch is left out (Huang et al. 2016); null: the family's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double? StochasticDepth { get; init; }

    /// <summary>Epochs after which the weights are kept as a model of their own; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SnapshotEpochs? Snapshots { get; init; }
}
