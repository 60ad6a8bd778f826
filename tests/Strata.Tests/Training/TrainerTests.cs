using System.Text.Json;
using Strata.Activations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("strata-trainer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Precision.Fp32, Augmentation.CropFlip, OptimizerKind.Sgd)]
    [InlineData(Precision.Bf16, Augmentation.None, OptimizerKind.Sgd)]
    [InlineData(Precision.Fp32, Augmentation.RandomResizedCrop, OptimizerKind.AdamW)]
    public void A_training_that_was_stopped_ends_in_the_same_bits(Precision precision, Augmentation augment, OptimizerKind optimizer)
    {
        Threads.Set(2);
        ImageSet set = Sets.Stripes(size: 9);
        ModelSpec spec = ResNetCifar.Create(8, 1, 4, 3, 9);
        var options = new TrainingOptions
        {
            Epochs = 4,
            Batch = 16,
            LearningRate = 0.05,
            Precision = precision,
            Augment = augment,
            Optimizer = optimizer,
            WarmUp = optimizer == OptimizerKind.AdamW ? 1 : 0,
            Normalize = optimizer == OptimizerKind.AdamW ? Normalization.Parse("set", null) : null,
            Snapshots = SnapshotEpochs.Parse("every:2", null),
            EvaluateEvery = 2,
            Seed = 7
        };
        TrainingFiles whole = Files("whole"), parts = Files("parts");

        Trainer.Train(spec, set, options, whole);
        using (var stop = new CancellationTokenSource())
        {
            var stopAfterTwo = new Each(e => { if (e.Epoch == 2) stop.Cancel(); });
            Assert.Throws<OperationCanceledException>(() => Trainer.Train(spec, set, options, parts, stopAfterTwo, stop.Token));
        }
        Assert.True(File.Exists(parts.Resume));
        Assert.False(File.Exists(parts.Weights));
        Trainer.Train(spec, set, options, parts);

        Assert.Equal(File.ReadAllBytes(whole.Weights), File.ReadAllBytes(parts.Weights));
        foreach (int epoch in (int[])[2, 4])
            Assert.Equal(File.ReadAllBytes(whole.Snapshot(epoch)), File.ReadAllBytes(parts.Snapshot(epoch)));
        Assert.Equal(4, File.ReadAllLines(parts.Log).Length);
        Assert.False(File.Exists(parts.Resume));
    }

    [Fact]
    public void A_training_that_dies_within_an_epoch_goes_on_from_the_last_step_that_was_kept()
    {
        Threads.Set(2);
        ImageSet set = Sets.Stripes(size: 9);
        ModelSpec spec = ResNetCifar.Create(8, 1, 4, 3, 9);
        var options = new TrainingOptions { Epochs = 3, Batch = 16, LearningRate = 0.05, Precision = Precision.Fp32, Seed = 7 };
        TrainingFiles whole = Files("whole"), parts = Files("parts") with { KeepEvery = TimeSpan.Zero };
        Trainer.Train(spec, set, options, whole);

        // Six steps an epoch: the images of the tenth cannot be read.
        ImageSet vanishing = set with { Train = new Vanishing(set.Train.InMemory(), 9) };
        Assert.Throws<StrataException>(() => Trainer.Train(spec, vanishing, options, parts));
        Assert.Contains("\"steps\":3", SafetensorsFile.ReadHeader(parts.Resume).Metadata["epoch"], StringComparison.Ordinal);
        Trainer.Train(spec, set, options, parts);

        Assert.Equal(File.ReadAllBytes(whole.Weights), File.ReadAllBytes(parts.Weights));
    }

    [Fact]
    public void A_snapshot_is_a_model_as_it_was_after_its_epoch()
    {
        Threads.Set(1);
        ImageSet set = Sets.Stripes(size: 9);
        ModelSpec spec = ResNetCifar.Create(8, 1, 4, 3, 9);
        var options = new TrainingOptions
        {
            Epochs = 3,
            Batch = 16,
            Normalize = Normalization.Parse("0.5,0.4,0.3/0.2,0.3,0.4", null),
            Snapshots = SnapshotEpochs.Parse("3,1", null)
        };
        TrainingFiles files = Files("snapshots");
        Trainer.Train(spec, set, options, files);

        double?[] told = [.. File.ReadLines(files.Log)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("testAccuracy").GetDouble())];
        Assert.False(File.Exists(files.Snapshot(2)));
        foreach (int epoch in (int[])[1, 3])
        {
            using TrainedModel model = TrainedModel.Open(files.Snapshot(epoch), set);
            Assert.Equal(told[epoch - 1], model.Accuracy());
            Assert.Equal(options.Normalize, model.Weights.Normalization);
            IReadOnlyDictionary<string, string> metadata = SafetensorsFile.ReadHeader(files.Snapshot(epoch)).Metadata;
            Assert.Equal($"{epoch}", metadata["epoch"]);
            Assert.Equal(SafetensorsFile.ReadHeader(files.Weights).Metadata["recipe"], metadata["recipe"]);
            Assert.Equal(SafetensorsIntegrity.Whole, SafetensorsFile.Read(files.Snapshot(epoch)).Integrity);
        }
        using NetworkWeights last = ModelFile.Read(files.Snapshot(3)), final = ModelFile.Read(files.Weights);
        Assert.Equal(final.Hash(), last.Hash());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // every step is an epoch's last
    public void A_training_that_was_stopped_within_an_epoch_goes_on_after_its_last_step(bool oneStep)
    {
        Threads.Set(1);
        ImageSet set = Sets.Stripes(size: 9);
        ModelSpec spec = ResNetCifar.Create(8, 1, 4, 3, 9);
        var options = new TrainingOptions
        {
            Epochs = oneStep ? 60 : 3,
            Batch = oneStep ? set.Train.Labels.Length : 4,
            Augment = Augmentation.CropFlip,
            Seed = 2
        };
        TrainingFiles whole = Files("whole"), parts = Files("steps");
        Trainer.Train(spec, set, options, whole);

        // When a stop arrives is the machine's doing: again, until one came within an epoch.
        bool within = false;
        for (int attempt = 0; !within; attempt++)
        {
            Assert.True(attempt < 50, "no stop came within an epoch");
            File.Delete(parts.Weights);
            for (int stopped = 0; !File.Exists(parts.Weights); stopped++)
            {
                using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(20 + 15 * stopped));
                try
                {
                    Trainer.Train(spec, set, options, parts, stop: stop.Token);
                }
                catch (OperationCanceledException)
                {
                    within |= JsonDocument.Parse(SafetensorsFile.ReadHeader(parts.Resume).Metadata["epoch"]).RootElement
                        .GetProperty("steps").GetInt32() > 0;
                }
            }
        }

        Assert.Equal(File.ReadAllBytes(whole.Weights), File.ReadAllBytes(parts.Weights));
        string[] Losses(TrainingFiles files)
            => [.. File.ReadLines(files.Log).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("loss").GetRawText())];
        Assert.Equal(Losses(whole), Losses(parts));
    }

    [Fact]
    public void A_network_learns_what_can_be_learned()
    {
        Threads.Set(1);
        ImageSet set = Sets.Stripes(size: 9);
        TrainingResult result = Trainer.Train(ResNetCifar.Create(8, 1, 4, 3, 9), set,
            new() { Epochs = 12, Batch = 16, LearningRate = 0.05, Precision = Precision.Fp32 }, Files("learned"));
        Assert.True(result.FinalTestAccuracy > 0.95, $"test accuracy {result.FinalTestAccuracy}");
    }

    [Fact]
    public void A_state_of_another_recipe_is_refused_and_kept()
    {
        Threads.Set(1);
        ImageSet set = Sets.Stripes(size: 9);
        ModelSpec spec = ResNetCifar.Create(8, 1, 4, 3, 9);
        TrainingFiles files = Files("other");
        using var stop = new CancellationTokenSource();
        var options = new TrainingOptions { Epochs = 3, Batch = 16 };
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(spec, set, options, files, new Each(_ => stop.Cancel()), stop.Token));
        byte[] state = File.ReadAllBytes(files.Resume);
        Assert.Throws<UnusableStateException>(() => Trainer.Train(spec, set, options with { Seed = 9 }, files));
        Assert.Equal(state, File.ReadAllBytes(files.Resume));
    }

    [Fact]
    public void Divergence_is_told_with_its_epoch_and_leaves_no_model()
    {
        Threads.Set(1);
        TrainingFiles files = Files("diverged");
        TrainingResult result = Trainer.Train(ResNetCifar.Create(8, 1, 4, 3, 9), Sets.Stripes(size: 9),
            new() { Epochs = 50, Batch = 16, LearningRate = 100, WeightDecay = 1, Precision = Precision.Fp32 }, files);
        Assert.NotNull(result.DivergedAtEpoch);
        Assert.Null(result.FinalTestAccuracy);
        Assert.False(File.Exists(files.Weights));
    }

    /// <summary>Batches are normalised by themselves, so that a loss may be finite where running statistics are not.</summary>
    [Fact]
    public void Statistics_that_are_not_finite_are_told_without_a_test_too()
    {
        Threads.Set(1);
        TrainingFiles files = Files("untested");
        ImageSet set = Sets.Stripes(size: 9) with { Test = new HeldExamples([], []) };
        using NetworkWeights weights = NetworkWeights.Initial(ResNetCifar.Create(8, 1, 4, 3, 9), 1);
        float[] variances = weights.Read("stem.bn.running_var");
        variances[^1] = float.PositiveInfinity;
        weights.Write("stem.bn.running_var", variances);
        TrainingResult result = Trainer.Train(new TrainingStart(weights, new Dictionary<string, string>()), set,
            new() { Epochs = 2, Batch = 16, Precision = Precision.Fp32 }, files);
        Assert.Equal(1, result.DivergedAtEpoch);
        Assert.False(File.Exists(files.Weights));
    }

    [Fact]
    public void A_test_is_stopped_at_once()
    {
        using NetworkWeights weights = NetworkWeights.Initial(ResNetCifar.Create(8, 1, 4, 3, 9), 1);
        Assert.Throws<OperationCanceledException>(() => TrainedModel.AccuracyOf(weights, Sets.Stripes(size: 9), new(canceled: true)));
    }

    [Fact]
    public void Every_wrong_option_is_told_at_once()
    {
        var wrong = new TrainingOptions
        {
            Epochs = 0,
            Batch = 100_000,
            LearningRate = -1,
            Momentum = 1,
            WeightDecay = -1,
            BatchNormMomentum = 2,
            EvaluateEvery = 0
        };
        var refused = Assert.Throws<InvalidOptionsException>(() => Recipe.Settle(ResNetCifar.Create(8, 1, 4, 1, 8),
            Sets.Stripes(size: 9), wrong));
        Assert.Equal(9, refused.Problems.Count);
    }

    [Fact]
    public void The_untrained_control_has_the_statistics_of_its_batches()
    {
        Threads.Set(1);
        ImageSet set = Sets.Stripes(size: 9);
        ModelSpec spec = ResNetCifar.Create(8, 1, 4, 3, 9);
        string path = Path.Combine(_folder, "untrained.safetensors");
        UntrainedControl.Write(spec, set, new() { Batch = 16, Seed = 3 }, path);
        using TrainedModel model = TrainedModel.Open(path, set);
        double[]? mean = null;
        model.Visit([.. Enumerable.Range(0, set.Test.Count)], [2], (_, output) =>
        {
            using TorchSharp.torch.Tensor rows = TensorOutput.Of(output), channels = rows.mean([0, 2, 3]);
            mean = [.. TensorMemory.Span<float>(channels).ToArray().Select(v => (double)v)];
        });
        // Test images have the distribution of the training images, so the stem's normalised channels are centred.
        Assert.All(mean!, value => Assert.Equal(0, value, 0.2));
    }

    private TrainingFiles Files(string name) => TrainingFiles.Beside(Path.Combine(_folder, name));

    private sealed class Each(Action<EpochRecord> then) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Finished) then(value.Last!);
        }
    }
}
