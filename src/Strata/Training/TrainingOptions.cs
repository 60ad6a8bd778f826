using Strata.Data;

namespace Strata.Training;

/// <summary>
/// The recipe: everything beside architecture and images that decides a trained model. Defaults are the papers' where they say (science: P1
/// §3 and its code).
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training examples.</summary>
    public int Epochs { get; init; } = 300;

    /// <summary>Examples per step; a short last batch is dropped, as the papers do.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>At the start; falls to 0 by a cosine over all steps, without warm-up.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Of SGD, not Nesterov.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>
    /// In PyTorch's sense (gradient plus decay × weight), on convolution and dense kernels only; Keras' l2(c) is decay 2c.
    /// </summary>
    public double WeightDecay { get; init; } = 2e-3;

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
}
