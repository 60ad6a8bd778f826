using Strata.Data;
using Strata.Settings;

namespace Strata.Training;

/// <summary>Every option of a training, described once.</summary>
public static class TrainingSettings
{
    internal static Member<TrainingOptions, double> LearningRate { get; } = new("learningRate",
        new NumberForm<double>(TrainingRanges.LearningRate), t => t.LearningRate, (t, v) => t with { LearningRate = v },
        "At the start; falls to 0 by a cosine.");

    internal static Member<TrainingOptions, double> WeightDecay { get; } = new("weightDecay",
        new NumberForm<double>(TrainingRanges.WeightDecay), t => t.WeightDecay, (t, v) => t with { WeightDecay = v },
        "On convolution and dense kernels, in PyTorch's sense; Keras' l2(c) is 2c.");

    internal static Member<TrainingOptions, Precision> Precision { get; } = new("precision",
        new ChoiceForm<Precision>(("auto", Training.Precision.Auto), ("fp32", Training.Precision.Fp32), ("bf16", Training.Precision.Bf16)),
        t => t.Precision, (t, v) => t with { Precision = v },
        "Number format of the convolutions in training; auto: bf16 where the processor has fast instructions for it.");

    /// <summary>What one recipe says; a study has several values of some.</summary>
    public static IReadOnlyList<Member<TrainingOptions>> Recipe { get; } =
    [
        new Member<TrainingOptions, int>("epochs", new NumberForm<int>(TrainingRanges.Epochs), t => t.Epochs,
            (t, v) => t with { Epochs = v }, "Passes over the training examples."),
        new Member<TrainingOptions, int>("batch", new NumberForm<int>(TrainingRanges.Batch), t => t.Batch,
            (t, v) => t with { Batch = v }, "Examples per step."),
        LearningRate,
        new Member<TrainingOptions, double>("momentum", new NumberForm<double>(TrainingRanges.Momentum), t => t.Momentum,
            (t, v) => t with { Momentum = v }, "Of stochastic gradient descent."),
        WeightDecay,
        new Member<TrainingOptions, Augmentation?>("augment",
            new OptionalForm<Augmentation>(new ChoiceForm<Augmentation>(("none", Augmentation.None), ("crop-flip", Augmentation.CropFlip))),
            t => t.Augment, (t, v) => t with { Augment = v },
            "Left out: crop-flip where images are larger than 16 pixels and in colour, none otherwise."),
        new Member<TrainingOptions, double?>("batchNormMomentum",
            new OptionalForm<double>(new NumberForm<double>(TrainingRanges.BatchNormMomentum)),
            t => t.BatchNormMomentum, (t, v) => t with { BatchNormMomentum = v },
            "Weight of the newest batch in the running statistics; left out: 0.01, and 0.1 on images of up to 16 pixels."),
        new Member<TrainingOptions, int>("evaluateEvery", new NumberForm<int>(TrainingRanges.EvaluateEvery), t => t.EvaluateEvery,
            (t, v) => t with { EvaluateEvery = v }, "Test accuracy is measured every so many epochs, and at the end."),
        Precision,
    ];

    /// <summary>Which examples a model sees and what is drawn for it: a study says it of its data and models.</summary>
    public static IReadOnlyList<Member<TrainingOptions>> Sample { get; } =
    [
        new Member<TrainingOptions, Fraction>("fraction", new FractionForm(), t => t.Fraction, (t, v) => t with { Fraction = v },
            "Share of the training examples."),
        Subset,
        new Member<TrainingOptions, long>("seed", new NumberForm<long>(TrainingRanges.Seed), t => t.Seed, (t, v) => t with { Seed = v },
            "Fixes initialisation, order, subset and augmentation."),
    ];

    public static IReadOnlyList<Member<TrainingOptions>> All { get; } = [.. Recipe, .. Sample];

    internal static Member<TrainingOptions, SubsetKind> Subset => new("subset",
        new ChoiceForm<SubsetKind>(("balanced", SubsetKind.Balanced), ("first", SubsetKind.First)), t => t.Subset,
        (t, v) => t with { Subset = v },
        "balanced: the same share of each class, chosen by seed; first: the first examples, as the papers' code does.");
}
