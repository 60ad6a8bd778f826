using Strata.Activations;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Tests.Training;

/// <summary>Sets whose test or training split is empty or small.</summary>
public class MissingSplitTests
{
    private static readonly ModelSpec s_spec = ResNetCifar.Create(8, 1, 4, 3, 9);

    private static readonly TrainingOptions s_options =
        new() { Epochs = 2, Batch = 16, LearningRate = 0.05, Precision = Precision.Fp32, EvaluateEvery = 1 };

    [Fact]
    public void Without_a_test_split_training_gives_the_same_weights_and_no_test_accuracy()
    {
        Threads.Set(1);
        using var folder = new TemporaryFolder();
        ImageSet whole = Sets.Stripes(9), untested = whole with { Test = new HeldExamples([], []) };
        TrainingResult tested = Trainer.Train(s_spec, whole, s_options, TrainingFiles.Beside(folder["a"]));
        TrainingResult result = Trainer.Train(s_spec, untested, s_options, TrainingFiles.Beside(folder["b"]));
        Assert.NotNull(tested.FinalTestAccuracy);
        Assert.Equal((null, null, null, null),
            (result.FinalTestAccuracy, result.BestTestAccuracy, result.BestEpoch, result.DivergedAtEpoch));
        Assert.Equal(tested.TrainAccuracy, result.TrainAccuracy);
        Assert.All(File.ReadAllLines(TrainingFiles.Beside(folder["b"]).Log), line => Assert.Contains("\"testAccuracy\":null", line));
        using NetworkWeights a = Strata.Checkpoints.ModelFile.Read(folder["a"]), b = Strata.Checkpoints.ModelFile.Read(folder["b"]);
        Assert.Equal(a.Hash(), b.Hash());

        string said = Assert.Throws<StrataException>(() => TrainedModel.Open(folder["b"], untested)).Message;
        Assert.StartsWith("stripes has no test split", said);
    }

    [Fact]
    public void Without_training_images_nothing_is_trained()
    {
        using var folder = new TemporaryFolder();
        ImageSet empty = Sets.Stripes(9) with { Train = new HeldExamples([], []) };
        InvalidOptionsException refused = Assert.Throws<InvalidOptionsException>(
            () => Trainer.Train(s_spec, empty, s_options, TrainingFiles.Beside(folder["a"])));
        Assert.Equal("data: stripes has no training images", Assert.Single(refused.Problems));
    }

    [Fact]
    public void A_test_split_smaller_than_any_batch_is_tested_whole()
    {
        Threads.Set(1);
        using var folder = new TemporaryFolder();
        ImageSet whole = Sets.Stripes(9);
        ImageSet small = whole with { Test = new HeldExamples(whole.Test.InMemory().Pixels[..(3 * 81)], whole.Test.Labels[..1]) };
        TrainingResult result = Trainer.Train(s_spec, small, s_options, TrainingFiles.Beside(folder["a"]));
        Assert.Contains(result.FinalTestAccuracy, new double?[] { 0, 1 });
        using TrainedModel model = TrainedModel.Open(folder["a"], small);
        Assert.Equal(4, model.Probabilities().Length);
    }
}
