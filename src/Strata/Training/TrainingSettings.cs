using Strata.Data;
using Strata.Settings;

namespace Strata.Training;

/// <summary>Every option of a training, described once.</summary>
public static class TrainingSettings
{
    internal static Member<TrainingOptions, double> LearningRate { get; } = new("learningRate",
        new NumberForm<double>(TrainingRanges.LearningRate), t => t.LearningRate, (t, v) => t with { LearningRate = v },
        "The highest learning rate, from which the schedule goes on.");

    internal static Member<TrainingOptions, double> WeightDecay { get; } = new("weightDecay",
        new NumberForm<double>(TrainingRanges.WeightDecay), t => t.WeightDecay, (t, v) => t with { WeightDecay = v },
        "On convolution and dense kernels, in PyTorch's sense; Keras' l2(c) is 2c. AdamW's is decoupled from the gradient.");

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
            (t, v) => t with { Momentum = v }, "Of stochastic gradient descent; the first moment's (β₁) of AdamW."),
        WeightDecay,
        new Member<TrainingOptions, Augmentation?>("augment",
            new OptionalForm<Augmentation>(new ChoiceForm<Augmentation>(("none", Augmentation.None), ("crop-flip", Augmentation.CropFlip),
                ("random-resized-crop", Augmentation.RandomResizedCrop))),
            t => t.Augment, (t, v) => t with { Augment = v },
            "crop-flip: shifts of up to 4 pixels and flips; random-resized-crop: crops of .08 to 1 of the area at a ratio of 3/4 to 4/3, "
            + "resized, and flips. Left out: crop-flip where images are larger than 16 pixels and in colour, none otherwise."),
        new Member<TrainingOptions, Normalization?>("normalize", new ParsedForm<Normalization>(Normalization.Meaning, "string"),
            t => t.Normalize, (t, v) => t with { Normalize = v },
            "What the input is normalised by, (pixel − mean)/deviation per channel with pixels from 0 to 1, wherever the model sees "
            + "images; set: by the training images' own."),
        new Member<TrainingOptions, double?>("batchNormMomentum",
            new OptionalForm<double>(new NumberForm<double>(TrainingRanges.BatchNormMomentum)),
            t => t.BatchNormMomentum, (t, v) => t with { BatchNormMomentum = v },
            "Weight of the newest batch in the running statistics; left out: 0.01, and 0.1 on images of up to 16 pixels."),
        new Member<TrainingOptions, int>("evaluateEvery", new NumberForm<int>(TrainingRanges.EvaluateEvery), t => t.EvaluateEvery,
            (t, v) => t with { EvaluateEvery = v }, "Test accuracy is measured every so many epochs, and at the end."),
        Precision,
        new Member<TrainingOptions, OptimizerKind>("optimizer",
            new ChoiceForm<OptimizerKind>(("sgd", OptimizerKind.Sgd), ("adamw", OptimizerKind.AdamW)), t => t.Optimizer,
            (t, v) => t with { Optimizer = v }, "sgd: with momentum; adamw: Adam with decoupled weight decay (β₂ .999, ε 1e-8)."),
        new Member<TrainingOptions, bool>("nesterov", new SwitchForm(), t => t.Nesterov, (t, v) => t with { Nesterov = v },
            "With sgd: Nesterov's momentum."),
        new Member<TrainingOptions, ScheduleKind>("schedule",
            new ChoiceForm<ScheduleKind>(("cosine", ScheduleKind.Cosine), ("step", ScheduleKind.Step), ("constant", ScheduleKind.Constant)),
            t => t.Schedule, (t, v) => t with { Schedule = v },
            "How the learning rate goes on after the warm-up: cosine: it falls to 0; step: it is multiplied at milestones."),
        new Member<TrainingOptions, IReadOnlyList<int>>("milestones",
            new ListForm<int>(new NumberForm<int>(TrainingRanges.Epochs), empty: true), t => t.Milestones ?? [],
            (t, v) => t with { Milestones = v.Count > 0 ? v : null },
            "With the schedule step: the epochs after which the learning rate is multiplied by the factor."),
        new Member<TrainingOptions, double?>("factor", new OptionalForm<double>(new NumberForm<double>(TrainingRanges.Factor)),
            t => t.Factor, (t, v) => t with { Factor = v }, "With the schedule step: the factor; left out: 0.1."),
        new Member<TrainingOptions, int>("warmUp", new NumberForm<int>(TrainingRanges.WarmUp), t => t.WarmUp,
            (t, v) => t with { WarmUp = v }, "Epochs at the start in which the learning rate rises linearly."),
        new Member<TrainingOptions, double>("labelSmoothing", new NumberForm<double>(TrainingRanges.Share), t => t.LabelSmoothing,
            (t, v) => t with { LabelSmoothing = v }, "Share of every label that all classes get alike."),
        new Member<TrainingOptions, double?>("dropout", new OptionalForm<double>(new NumberForm<double>(TrainingRanges.Share)),
            t => t.Dropout, (t, v) => t with { Dropout = v }, "Rate of dropout, in families that have it; left out: the family's own."),
        new Member<TrainingOptions, double?>("stochasticDepth", new OptionalForm<double>(new NumberForm<double>(TrainingRanges.Share)),
            t => t.StochasticDepth, (t, v) => t with { StochasticDepth = v },
            "Rate at which the last block's branch is left out, rising linearly over the blocks, in families that have it; left out: the "
            + "family's own."),
        new Member<TrainingOptions, SnapshotEpochs?>("snapshots",
            new ParsedForm<SnapshotEpochs>(SnapshotEpochs.Meaning, "string", "integer", "array"), t => t.Snapshots,
            (t, v) => t with { Snapshots = v },
            "The epochs after which the weights are kept as models of their own, such as NAME.epoch3.safetensors."),
    ];

    /// <summary>What options say only together: the one to blame, and the problem.</summary>
    public static IEnumerable<(string Member, string Problem)> Conflicts(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Nesterov && options.Optimizer != OptimizerKind.Sgd) yield return ("nesterov", "goes with the optimizer sgd alone");
        if (options.Nesterov && options.Momentum == 0) yield return ("nesterov", "needs a momentum above 0");
        bool steps = options.Schedule == ScheduleKind.Step;
        if (steps != options.Milestones is { Count: > 0 })
            yield return ("milestones", steps ? "the schedule step needs some" : "go with the schedule step alone");
        if (options.Factor is not null && !steps) yield return ("factor", "goes with the schedule step alone");
        if (options.Milestones?.Where(epoch => epoch >= options.Epochs).Any() == true)
            yield return ("milestones", $"{options.Milestones.Max()} is not before the last epoch, {options.Epochs}");
        if (options.WarmUp >= options.Epochs && options.WarmUp > 0)
            yield return ("warmUp", $"{options.WarmUp} epochs are not fewer than all {options.Epochs}");
        if (options.Snapshots?.Problem(options.Epochs) is { } late) yield return ("snapshots", late);
    }

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
