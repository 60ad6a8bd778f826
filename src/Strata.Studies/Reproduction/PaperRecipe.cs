using Strata.Analysis;
using Strata.Data;
using Strata.Training;

namespace Strata.Studies.Reproduction;

/// <summary>
/// Images, training and comparison of each scale, without networks: figures that share a network share its training. What the paper leaves
/// open, rate and decay, is as docs/results/cifar10-recipe.md found best for a sixteenth, and as its code has it for all images.
/// </summary>
internal static class PaperRecipe
{
    private static readonly Fraction s_sixteenth = Fraction.Parse("1/16");

    /// <summary>Tiny: the embedded thumbnails, at a rate that makes blocks (docs/first-hour.md).</summary>
    public static Study Cifar10(Scale scale) => Study(
        scale.Of("thumbs", "cifar10:cifar10", "cifar10:cifar10"), scale.Of(Fraction.One, s_sixteenth, Fraction.One),
        scale.Of(
            new TrainingOptions { Epochs = 32, Augment = Augmentation.None, BatchNormMomentum = 0.1, EvaluateEvery = 32 },
            new() { EvaluateEvery = 50 }, new() { EvaluateEvery = 50 }),
        rate: scale.Of(0.05, 0.05, 0.01), decay: scale.Of(2e-4, 1e-2, 2e-3), scale);

    /// <summary>Of studies that vary the amount of data; tiny: smaller batches and more epochs, so that an eighth of it is learned too.
    /// </summary>
    public static StudyTraining ForLessData(Scale scale)
    {
        StudyTraining whole = Cifar10(scale).Training;
        return scale == Scale.Tiny ? whole with { Common = whole.Common with { Epochs = 64, Batch = 64, EvaluateEvery = 64 } } : whole;
    }

    /// <summary>Tiny: the embedded digits, as other images than thumbnails.</summary>
    public static Study Cifar100(Scale scale) => Study(
        scale.Of("digits", "cifar100:cifar100", "cifar100:cifar100"), scale.Of(Fraction.One, s_sixteenth, Fraction.One),
        scale.Of(new TrainingOptions { Epochs = 30, EvaluateEvery = 30 }, new() { EvaluateEvery = 50 }, new() { EvaluateEvery = 50 }),
        rate: scale.Of(0.03, 0.05, 0.01), decay: scale.Of(2e-4, 1e-2, 2e-3), scale);

    /// <summary>ImageNet on the scale of Tiny-ImageNet; tiny: the embedded thumbnails.</summary>
    public static Study ImageNet(Scale scale) => Study(
        scale.Of("thumbs", "tiny-imagenet:tiny-imagenet", "tiny-imagenet:tiny-imagenet"),
        scale.Of(Fraction.One, s_sixteenth, Fraction.One),
        scale.Of(
            new TrainingOptions { Epochs = 10, Batch = 64, Augment = Augmentation.None, BatchNormMomentum = 0.1, EvaluateEvery = 10 },
            new() { Epochs = 120, Batch = 64, Augment = Augmentation.CropFlip, BatchNormMomentum = 0.1, EvaluateEvery = 40 },
            new() { Epochs = 120, Batch = 256, Augment = Augmentation.RandomResizedCrop, EvaluateEvery = 20 }),
        rate: scale.Of(0.05, 0.05, 0.1), decay: scale.Of(2e-4, 1e-3, 1e-4), scale);

    /// <summary>Populations of many networks; tiny: a quarter of the digits, on which a network takes seconds.</summary>
    public static Study Populations(Scale scale) => scale == Scale.Tiny ? Errors(Cifar10(scale) with
    {
        Data = new() { Source = "digits", Fractions = [Fraction.Parse("1/4")], Subset = SubsetKind.First },
        Training = Trained(new() { Epochs = 15, Batch = 32, EvaluateEvery = 15 }, rate: 0.05, decay: 2e-4),
    }) : Errors(Cifar10(scale));

    /// <summary>The same study for errors alone: no layers are compared.</summary>
    public static Study Errors(Study study) => study with
    {
        Similarity = new() { Within = false },
        Analyses = [Strata.Studies.Study.PopulationErrors],
    };

    private static Study Study(string source, Fraction share, TrainingOptions training, double rate, double decay, Scale scale) => new()
    {
        Name = scale.Name(),
        Data = new() { Source = source, Fractions = [share] },
        Models = [],
        Training = Trained(training, rate, decay),
        Similarity = new() { Layers = "all", Batch = scale.Of(250, 256, 256), Passes = scale.Of(1, 2, 10) },
        PrincipalComponents = new ComponentOptions { MaxExamples = scale.Of<int?>(2000, 2000, 10_000) },
    };

    private static StudyTraining Trained(TrainingOptions common, double rate, double decay)
        => new() { Common = common, LearningRates = [rate], WeightDecays = [decay] };
}
