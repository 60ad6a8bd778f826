using Strata.Activations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Processor;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Training;
using TorchSharp;

namespace Strata.Tests.Similarity;

/// <summary>Comparisons of whole networks: what is computed on the way to save work must not show.</summary>
public sealed class NetworkComparisonTests : IDisposable
{
    private static readonly ImageSet s_images = Sets.Stripes(16);

    public void Dispose() => Threads.Set(1);

    [Theory]
    [InlineData(Precision.Fp32, true)]
    [InlineData(Precision.Fp32, false)]
    [InlineData(Precision.Bf16, true)]
    public void Batch_norms_that_follow_from_their_convolutions_are_those_multiplied_out(Precision precision, bool residual)
    {
        using var folder = new TemporaryFolder();
        using TrainedModel model = Model(folder, 1, residual);
        var options = new ComparisonOptions { Batch = 20, Passes = 2 };
        double[,] fast = ModelComparison.Compare([model], [(0, 0)], options with { Precision = precision })[0].Values;
        double[,] plain = ModelComparison.Compare([new Unscaled(model)], [(0, 0)], options)[0].Values;
        double tolerance = precision == Precision.Fp32 ? Rounding(model, options.Batch) : 1e-3;
        Assert.Equal(model.Layers.Count, fast.GetLength(0));
        for (int i = 0; i < model.Layers.Count; i++)
            for (int j = 0; j < model.Layers.Count; j++) Assert.Equal(plain[i, j], fast[i, j], tolerance);
    }

    [Theory]
    [InlineData(14, 1, true)]
    [InlineData(14, 2, false)]
    public void The_fast_way_stays_within_a_thousandth_of_the_exact_one_on_trained_networks(int depth, double width, bool residual)
    {
        using var folder = new TemporaryFolder();
        ImageSet digits = ImageSets.Load("digits");
        Trainer.Train(
            ResNetCifar.Create(depth, width, 10, 1, 8, residual), digits,
            new() { Epochs = 3, Batch = 32, LearningRate = 0.05, Precision = Precision.Fp32, EvaluateEvery = 3 },
            TrainingFiles.Beside(folder["model.safetensors"]));
        using TrainedModel model = TrainedModel.Open(folder["model.safetensors"], digits);
        Assert.True(model.Accuracy() > 0.5);
        var options = new ComparisonOptions { Batch = 128, Passes = 1 };
        double[,] exact = ModelComparison.Compare([model], [(0, 0)], options)[0].Values,
            fast = ModelComparison.Compare([model], [(0, 0)], options with { Precision = Precision.Bf16 })[0].Values;
        if (Capability.ByteTiles.CanRun) Assert.NotEqual(exact, fast);
        for (int i = 0; i < model.Layers.Count; i++)
            for (int j = 0; j < model.Layers.Count; j++) Assert.Equal(exact[i, j], fast[i, j], 1e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Bits_do_not_depend_on_the_models_that_share_the_pass(int threads)
    {
        Threads.Set(threads);
        using var folder = new TemporaryFolder();
        using TrainedModel a = Model(folder, 1), b = Model(folder, 2), c = Model(folder, 3);
        var options = new ComparisonOptions { Batch = 20, Passes = 2 };
        SimilarityMatrix alone = ModelComparison.Compare([a, b], [(0, 1)], options)[0],
            together = ModelComparison.Compare([c, a, b], [(0, 0), (1, 2), (1, 1), (2, 0)], options)[1];
        Assert.Equal(alone.Values, together.Values);
        Assert.Equal(alone.StandardErrors, together.StandardErrors);
    }

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Bf16)]
    public void Threads_that_take_batches_of_their_own_give_the_bits_of_one_thread(Precision precision)
    {
        using var folder = new TemporaryFolder();
        using TrainedModel a = Model(folder, 1), b = Model(folder, 2);
        int images = a.ExampleCount;
        // Two passes of four batches: none of two threads is ever without.
        var options = new ComparisonOptions
        {
            Batch = (images + 3) / 4,
            Passes = 2,
            Components = true,
            WithoutComponents = 1,
            Precision = precision
        };
        var seen = new List<ComparisonProgress>();
        SimilarityMatrix[] Compare(int threads)
        {
            Threads.Set(threads);
            seen.Clear();
            return [.. ModelComparison.Compare([a, b], [(0, 1), (1, 1)], options, new Told(seen))];
        }
        SimilarityMatrix[] one = Compare(1), two = Compare(2);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], seen.Select(p => p.Batches));
        Assert.Equal(2 * images, seen[^1].Examples);
        for (int m = 0; m < 2; m++)
        {
            Assert.Equal(one[m].Values, two[m].Values);
            Assert.Equal(one[m].StandardErrors, two[m].StandardErrors);
            Assert.Equal(one[m].Components!.SharesA, two[m].Components!.SharesA);
            Assert.Equal(one[m].Components!.Cosines, two[m].Components!.Cosines);
        }
    }

    [Fact]
    public void Chosen_layers_have_the_values_that_they_have_among_all()
    {
        using var folder = new TemporaryFolder();
        using TrainedModel model = Model(folder, 1);
        SimilarityMatrix all = ModelComparison.Compare([model], [(0, 0)], new() { Batch = 20, Passes = 1 })[0];
        foreach (string selection in new[] { "*bn*", "relu", "add", "stages.1.*" })
        {
            SimilarityMatrix some = ModelComparison.Compare([model], [(0, 0)], new() { Batch = 20, Passes = 1, Layers = selection })[0];
            double tolerance = Rounding(model, 20);
            int[] chosen = LayerSelection.Select(model.Layers, selection);
            for (int i = 0; i < chosen.Length; i++)
                for (int j = 0; j < chosen.Length; j++) Assert.Equal(all.Values[chosen[i], chosen[j]], some.Values[i, j], tolerance);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Nothing_native_is_left_behind_by_a_network_or_when_it_is_stopped_within_a_batch(int threads)
    {
        Threads.Set(threads);
        using var folder = new TemporaryFolder();
        using TrainedModel model = Model(folder, 1);
        long before = LiveTensors.Settled();
        ModelComparison.Compare([model], [(0, 0)], new() { Batch = 20, Passes = 1, WithoutComponents = 1, Components = true });
        Assert.Equal(before, torch.Tensor.TotalCount);
        using var stop = new CancellationTokenSource();
        var stopping = new StoppingSource(model, stop);
        Assert.Throws<OperationCanceledException>(() => ModelComparison.Compare([stopping], [(0, 0)], new() { Batch = 20, Passes = 1 },
            stop: stop.Token));
        Assert.InRange(stopping.Shown, 3, threads == 1 ? 3 : threads * model.Layers.Count - 1);
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    /// <summary>
    /// By how much two ways to one value may differ in single precision. A Gram of p features errs by √p·2⁻²⁴·tr HKH (Higham and Mary
    /// 2019), over all n² entries, and has at least the norm tr HKH/√(n − 1); with errors of ε of the norms, either way, CKA is off by 4ε.
    /// </summary>
    private static double Rounding(TrainedModel model, int batch)
        => 2 * 4 * Math.Sqrt(batch * model.Layers.Max(layer => (double)layer.Features))
            * UnitRoundoff.OfSingle;

    private static TrainedModel Model(TemporaryFolder folder, int seed, bool residual = true)
    {
        using var weights = NetworkWeights.Initial(ResNetCifar.Create(14, 0.6, 4, 3, 16, residual), seed);
        var random = new RandomSequence(seed, "statistics");
        foreach (ParameterInfo parameter in weights.Spec.Parameters.Where(p => p.Shape.Length == 1))
        {
            float[] values = weights.Read(parameter.Name);
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)((parameter.Role == ParameterRole.RunningVariance ? 1.5 : values[i]) + 0.3 * random.NextDouble());
            weights.Write(parameter.Name, values);
        }
        ModelFile.Write(folder[$"{seed}.safetensors"], weights);
        return TrainedModel.Open(folder[$"{seed}.safetensors"], s_images);
    }

    private sealed class Told(List<ComparisonProgress> seen) : IProgress<ComparisonProgress>
    {
        public void Report(ComparisonProgress value) => seen.Add(value);
    }

    /// <summary>The same source, which does not say how its layers hang together.</summary>
    private sealed class Unscaled(IActivationSource source) : IActivationSource
    {
        public string Name => source.Name;
        public IReadOnlyList<LayerInfo> Layers => source.Layers;
        public int ExampleCount => source.ExampleCount;
        public IReadOnlyList<int>? Labels => source.Labels;
        public string? ExamplesHash => source.ExamplesHash;
        public void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, LayerOutput> visit)
            => source.Visit(examples, wanted, visit);
        public void Dispose()
        {
        }
    }

    /// <summary>Asks to stop when the third layer has been shown.</summary>
    private sealed class StoppingSource(IActivationSource source, CancellationTokenSource stop) : IActivationSource
    {
        private int _shown;

        public int Shown => _shown;
        public string Name => source.Name;
        public IReadOnlyList<LayerInfo> Layers => source.Layers;
        public int ExampleCount => source.ExampleCount;
        public IReadOnlyList<int>? Labels => source.Labels;
        public string? ExamplesHash => source.ExamplesHash;
        public void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, LayerOutput> visit)
            => source.Visit(examples, wanted, (layer, output) =>
        {
            if (Interlocked.Increment(ref _shown) == 3) stop.Cancel();
            visit(layer, output);
        });
        public void Dispose()
        {
        }
    }
}
