using Strata.Activations;
using Strata.Analysis;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;
using TorchSharp;

namespace Strata.Tests.Analysis;

public sealed class LinearProbesTests
{
    private static ProbeOptions Short { get; } = new()
    {
        Epochs = 3,
        Batch = 16,
        LearningRate = 0.01,
        Seed = 4,
        Augment = Augmentation.CropFlip
    };

    [Fact]
    public void Every_addition_and_the_batch_norm_before_it_are_probed()
    {
        ModelSpec spec = ResNetCifar.Create(38, 1, 10, 3, 32);
        var places = LinearProbes.Places(spec);
        Assert.Equal(36, places.Count);
        Assert.Equal(spec.Layers.Where(l => l.Kind == "add").Select(l => l.Name),
            places.Where(p => p.Place == ProbePlace.PostResidual).Select(p => p.Layer.Name));
        Assert.Equal(spec.Layers.Where(l => l.Name.EndsWith(".bn2", StringComparison.Ordinal)).Select(l => l.Name),
            places.Where(p => p.Place == ProbePlace.PreResidual).Select(p => p.Layer.Name));
        var plain = LinearProbes.Places(ResNetCifar.Create(14, 1, 10, 3, 32, residual: false));
        Assert.Equal(["stages.0.0.bn2", "stages.0.0.relu2"], plain.Take(2).Select(p => p.Layer.Name));
    }

    [Fact]
    public void All_at_once_learn_what_each_learns_alone_to_the_bit()
    {
        using var trained = new Trained(depth: 14);
        using TrainedModel model = trained.Open();
        ProbeResults together = LinearProbes.Train(model, Short);
        Assert.Equal(12, together.Probes.Count);
        Assert.Equal(model.Accuracy(), together.ModelAccuracy);
        foreach (var (place, probe) in LinearProbes.Places(model.Spec).Zip(together.Probes))
        {
            LayerProbe alone = Assert.Single(LinearProbes.Train(model, [place], Short, null, null,
                TestContext.Current.CancellationToken).Probes);
            Assert.Equal((probe.Layer.Name, probe.TestAccuracy, probe.TrainAccuracy, probe.Loss),
                (alone.Layer.Name, alone.TestAccuracy, alone.TrainAccuracy, alone.Loss));
        }
    }

    [Fact]
    public void Layers_that_tell_the_classes_apart_are_classified()
    {
        using var trained = new Trained(depth: 14);
        using TrainedModel model = trained.Open();
        ProbeResults found = LinearProbes.Train(model, new() { Epochs = 40, Batch = 16 });
        // Colours and directions of stripes are linear in the early activations of any network.
        Assert.All(found.Probes.Where(p => p.Layer.Stage == 0), p => Assert.InRange(p.TestAccuracy!.Value, 0.95, 1));
        Assert.All(found.Probes, p => Assert.InRange(p.Loss!.Value, 0, Math.Log(4)));
        Assert.Contains("40 epochs", Assert.Single(found.Warnings), StringComparison.Ordinal);
    }

    /// <summary>The steps are those of PyTorch's SGD on the cross-entropy of a dense layer, whose gradients autograd knows.</summary>
    [Fact]
    public void A_step_is_that_of_autograd()
    {
        const int Features = 12, Classes = 3, Batch = 5;
        torch.manual_seed(3);
        using var scope = torch.NewDisposeScope();
        using var probe = new LinearProbe(Features, Classes);
        var weight = torch.nn.Parameter(torch.zeros([Classes, Features]));
        var bias = torch.nn.Parameter(torch.zeros([Classes]));
        var optimizer = torch.optim.SGD([weight, bias], learningRate: 0.1, momentum: 0.9);
        for (int step = 0; step < 4; step++)
        {
            torch.Tensor x = torch.randn([Batch, 3, 2, 2]);
            long[] labels = [0, 1, 2, 1, step % 3];
            probe.Learn(x, [.. labels.Select(l => (int)l)], 0.1, 0.9);
            optimizer.zero_grad();
            torch.nn.functional.cross_entropy(torch.addmm(bias, x.reshape(Batch, -1), weight.t(), 1, 1), torch.tensor(labels)).backward();
            optimizer.step();
        }
        float[] expected = TensorMemory.Span<float>(weight.detach()).ToArray(),
            expectedBias = TensorMemory.Span<float>(bias.detach()).ToArray();
        var state = probe.State.ToDictionary(s => s.Name, s => s.Values);
        Assert.All(state["weight"].Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
        Assert.All(state["bias"].Zip(expectedBias), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_training_that_was_stopped_at_any_step_ends_in_the_same_bits(int patience)
    {
        ProbeOptions options = Short with { Patience = patience };
        using var trained = new Trained(depth: 8);
        using TrainedModel model = trained.Open();
        ProbeResults whole = LinearProbes.Train(model, options);
        string state = trained.File("probes.resume");
        ProbeResults? found = null;
        int stopped = 0;
        while (found is null)
        {
            using var stop = new CancellationTokenSource();
            // 18 steps in all; every attempt gets a few steps further.
            stop.CancelAfter(TimeSpan.FromMilliseconds(5 + 10 * stopped));
            try
            {
                found = LinearProbes.Train(model, options, state, null, stop.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.True(File.Exists(state) || stopped == 0);
                stopped++;
            }
        }
        Assert.True(stopped > 0);
        Assert.False(File.Exists(state));
        Assert.Equal(whole.Probes.Select(p => (p.TestAccuracy, p.TrainAccuracy, p.Loss, p.BestEpoch)),
            found.Probes.Select(p => (p.TestAccuracy, p.TrainAccuracy, p.Loss, p.BestEpoch)));
    }

    [Fact]
    public void A_probe_stops_after_as_many_epochs_without_a_lower_loss_as_its_patience_and_keeps_its_best_weights()
    {
        using var scope = torch.NewDisposeScope();
        using var probe = new LinearProbe(4, 2);
        torch.Tensor x = torch.randn([6, 4]);
        int[] labels = [0, 1, 0, 1, 1, 0];
        float[] best = [];
        double[] losses = [.7, .5, .6, .5, .4, .45, double.NaN, .4];
        for (int epoch = 1; epoch <= losses.Length; epoch++)
        {
            Assert.False(probe.Stopped);
            probe.BeginEpoch();
            probe.Learn(x, labels, 0.1, 0.9);
            if (epoch == 5) best = [.. probe.State.First(s => s.Name == "weight").Values];
            probe.EndEpoch(epoch, losses[epoch - 1], patience: 3);
        }
        Assert.True(probe.Stopped);
        double loss = probe.Loss;
        probe.BeginEpoch();
        probe.Learn(x, labels, 0.1, 0.9);
        probe.Finish();
        Assert.Equal((5, .4, loss), (probe.Best!.Epoch, probe.Best.Loss, probe.Loss));
        Assert.Equal(best, probe.State.First(s => s.Name == "weight").Values);
    }

    /// <summary>What a probe keeps is what a training of just so many epochs, without the held-out examples, ends with.</summary>
    [Fact]
    public void Early_stopping_keeps_what_a_shorter_training_ends_with()
    {
        using var trained = new Trained(depth: 8);
        using TrainedModel model = trained.Open();
        ProbeOptions patient = Short with { Epochs = 12, LearningRate = 0.05, Patience = 100 };
        ProbeResults all = LinearProbes.Train(model, patient);
        Assert.Equal(9, all.HeldOutExamples);
        Assert.Equal(80, all.TrainExamples);
        Assert.All(all.Probes, p => Assert.InRange(p.BestEpoch!.Value, 1, 12));
        foreach (LayerProbe probe in all.Probes)
        {
            LayerProbe shorter = LinearProbes.Train(model,
                patient with { Epochs = probe.BestEpoch!.Value }).Probes.Single(p => p.Layer.Name == probe.Layer.Name);
            Assert.Equal((probe.BestEpoch, probe.TestAccuracy), (shorter.BestEpoch, shorter.TestAccuracy));
        }
        // An impatient training ends before an epoch that the patient one did not profit from.
        ProbeResults impatient = LinearProbes.Train(model, patient with { Epochs = 1000, Patience = 1 });
        Assert.All(impatient.Probes, p => Assert.InRange(p.BestEpoch!.Value, 1, 900));
        Assert.All(LinearProbes.Train(model, Short).Probes, p => Assert.Null(p.BestEpoch));
    }

    /// <summary>
    /// Keys of results are hashes of the options: those of the papers' recipe are what they were before there was early stopping.
    /// </summary>
    [Fact]
    public void Options_without_early_stopping_do_not_mention_it()
    {
        Assert.DoesNotContain("atience", System.Text.Json.JsonSerializer.Serialize(Short), StringComparison.Ordinal);
        Assert.Contains("atience", System.Text.Json.JsonSerializer.Serialize(Short with { Patience = 2 }), StringComparison.Ordinal);
    }

    /// <summary>Of one channel every layout counts as contiguous, but convolutions go by the strides.</summary>
    [Fact]
    public void Images_of_one_channel_are_probed()
    {
        Threads.Set(1);
        using var folder = new TemporaryFolder();
        ImageSet digits = ImageSets.Load("digits");
        string path = Path.Combine(folder.Path, "digits.safetensors");
        Strata.Training.Trainer.Train(ResNetCifar.Create(8, 1, 10, 1, 8), digits, new() { Epochs = 1, LearningRate = 0.1 },
            Strata.Training.TrainingFiles.Beside(path));
        using TrainedModel model = TrainedModel.Open(path, digits);
        foreach (int batch in new[] { 1, 64, 128 })
        {
            ProbeResults found = LinearProbes.Train(model, new() { Epochs = 1, Batch = batch, LearningRate = 0.001 });
            Assert.All(found.Probes, p => Assert.InRange(p.TestAccuracy!.Value, 0.3, 1));
        }
    }

    [Fact]
    public void A_state_of_other_options_is_not_used()
    {
        using var trained = new Trained(depth: 8);
        using TrainedModel model = trained.Open();
        string state = trained.File("probes.resume");
        using (var stop = new CancellationTokenSource())
        {
            stop.Cancel();
            Assert.Throws<OperationCanceledException>(() => LinearProbes.Train(model, Short, state, null, stop.Token));
        }
        ProbeOptions other = Short with { LearningRate = 0.02 };
        Assert.Equal(LinearProbes.Train(model, other).Probes.Select(p => p.Loss),
            LinearProbes.Train(model, other, state).Probes.Select(p => p.Loss));
    }

    [Fact]
    public void A_layer_of_zeros_is_undefined_and_says_why()
    {
        using var trained = new Trained(depth: 8);
        using (NetworkWeights weights = ModelFile.Read(trained.Path))
        {
            weights.Write("stages.1.0.bn2.weight", new float[32]);
            weights.Write("stages.1.0.bn2.bias", new float[32]);
            ModelFile.Write(trained.File("dead.safetensors"), weights);
        }
        using TrainedModel model = TrainedModel.Open(trained.File("dead.safetensors"), trained.Set);
        ProbeResults found = LinearProbes.Train(model, Short);
        LayerProbe dead = Assert.Single(found.Probes, p => p.Reason is not null);
        Assert.Equal(("stages.1.0.bn2", null, "every feature is 0 for every training example"),
            (dead.Layer.Name, dead.TestAccuracy, dead.Reason));
    }

    [Fact]
    public void Options_out_of_range_are_told_all_at_once()
    {
        using var trained = new Trained(depth: 8);
        using TrainedModel model = trained.Open();
        Assert.Equal(4,
            Assert.Throws<InvalidOptionsException>(() =>
                LinearProbes.Train(model, new() { Epochs = 0, Batch = 97, LearningRate = double.NaN, Momentum = 1 })).Problems.Count);
        // 9 of the 96 are held out.
        Assert.Contains("87 training examples (9 are held out)",
            Assert.Throws<InvalidOptionsException>(() => LinearProbes.Train(model, new() { Batch = 88, Patience = 1 })).Message,
            StringComparison.Ordinal);
        Assert.Contains("patience: -1",
            Assert.Throws<InvalidOptionsException>(() => LinearProbes.Train(model, new() { Batch = 16, Patience = -1 })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using var trained = new Trained(depth: 8);
        using TrainedModel model = trained.Open();
        LinearProbes.Train(model, Short with { Patience = 1 });
        long before = LiveTensors.Settled();
        LinearProbes.Train(model, Short with { Patience = 1 });
        Assert.Equal(before, torch.Tensor.TotalCount);
    }
}
