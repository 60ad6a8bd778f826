using Strata.Settings;

namespace Strata.Analysis;

/// <summary>Every option of linear probes that a study has, described once.</summary>
public static class ProbeSettings
{
    public static IReadOnlyList<Member<ProbeOptions>> All { get; } =
    [
        new Member<ProbeOptions, int>("epochs", new NumberForm<int>(ProbeRanges.Epochs), p => p.Epochs, (p, v) => p with { Epochs = v },
            "Passes over the model's own training examples."),
        new Member<ProbeOptions, int>("batch", new NumberForm<int>(ProbeRanges.Batch), p => p.Batch, (p, v) => p with { Batch = v },
            "Examples per step."),
        new Member<ProbeOptions, double>("learningRate", new NumberForm<double>(ProbeRanges.LearningRate), p => p.LearningRate,
            (p, v) => p with { LearningRate = v }, "Constant over all steps."),
        new Member<ProbeOptions, double>("momentum", new NumberForm<double>(ProbeRanges.Momentum), p => p.Momentum,
            (p, v) => p with { Momentum = v }, "Of stochastic gradient descent."),
        new Member<ProbeOptions, int>("patience", new NumberForm<int>(ProbeRanges.Patience), p => p.Patience,
            (p, v) => p with { Patience = v },
            "Early stopping: a probe stops after so many epochs without a lower loss on a held-out tenth of the training examples, and "
            + "keeps its best weights; 0: never, as the papers do."),
    ];
}
