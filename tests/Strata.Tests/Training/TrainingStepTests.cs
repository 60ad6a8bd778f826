using Strata.Models;
using Strata.Models.Families;
using Strata.Optimizers;
using Strata.Runtime;
using Strata.Tests.Models;
using Strata.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Tests.Training;

/// <summary>The hand-written passes against libtorch's autograd on the plain definition.</summary>
public class TrainingStepTests
{
    private const int Batch = 12;

    [Theory]
    [InlineData(1.0, true, 1)]
    [InlineData(1.0, false, 1)]
    [InlineData(1.4, true, 1)]
    [InlineData(1.4, true, 2)]
    [InlineData(0.3, true, 2)]
    public void Gradients_in_fp32_are_those_of_autograd(double width, bool residual, int threads)
    {
        Threads.Set(threads);
        ModelSpec spec = ResNetCifar.Create(14, width, 5, 3, 9, residual);
        using NetworkWeights weights = Weights(spec);
        (Tensor images, int[] labels) = Images(spec);
        using var _ = images;
        (double expectedLoss, int certain, int open, Dictionary<string, float[]> expected) = Autograd(spec, weights, images, labels);

        using var step = new TrainingStep(weights, new(), new(0.1), bf16: false);
        (double loss, int right) = step.Gradients(images, labels);

        Assert.Equal(expectedLoss, loss / Batch, 1e-5);
        Assert.InRange(right, certain, certain + open);
        foreach (OptimizedParameter parameter in step.Optimizer.Parameters)
        {
            float[] wanted = expected[parameter.Name], got = TensorMemory.Span<float>(parameter.Gradient!).ToArray();
            float scale = Math.Max(1e-3f, wanted.Max(Math.Abs));
            for (int i = 0; i < wanted.Length; i++)
                Assert.True(Math.Abs(wanted[i] - got[i]) <= 2e-4 * scale,
                    $"{parameter.Name}[{i}]: {got[i]}, expected {wanted[i]} (largest {scale})");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_network_that_gives_no_numbers_is_passed_through_to_the_end(bool bf16)
    {
        ModelSpec spec = ResNetCifar.Create(14, 1, 5, 3, 16);
        using NetworkWeights weights = Weights(spec);
        weights.Write("head.bias", [float.NaN, 0, 0, 0, 0]);
        (Tensor images, int[] labels) = Images(spec);
        using var _ = images;
        using var step = new TrainingStep(weights, new(), new(0.1), bf16);
        Assert.False(double.IsFinite(step.Gradients(images, labels).Loss));
        Assert.False(double.IsFinite(step.Gradients(images, labels).Loss));
    }

    [Theory]
    [InlineData(1.0, 1)]
    [InlineData(1.0, 2)]
    public void Gradients_in_bf16_point_the_way_of_fp32(double width, int threads)
    {
        Threads.Set(threads);
        ModelSpec spec = ResNetCifar.Create(14, width, 5, 3, 16);
        using NetworkWeights weights = Weights(spec);
        (Tensor images, int[] labels) = Images(spec);
        using var _ = images;
        using var exact = new TrainingStep(weights, new(), new(0.1), bf16: false);
        using var fast = new TrainingStep(weights, new(), new(0.1), bf16: true);
        exact.Gradients(images, labels);
        fast.Gradients(images, labels);
        foreach ((OptimizedParameter a, OptimizedParameter b) in exact.Optimizer.Parameters.Zip(fast.Optimizer.Parameters))
        {
            using Tensor cosine = nn.functional.cosine_similarity(a.Gradient!.flatten(), b.Gradient!.flatten(), dim: 0);
            // Activations carry 8 bits; the deepest gradients pass through 28 rounded operations.
            Assert.True(cosine.item<float>() > 0.97, $"{a.Name}: cosine {cosine.item<float>()}");
        }
    }

    [Fact]
    public void A_step_leaves_no_native_memory_behind()
    {
        Threads.Set(1);
        ModelSpec spec = ResNetCifar.Create(14, 1, 5, 3, 8);
        long before = LiveTensors.Settled();
        using (NetworkWeights weights = Weights(spec))
        using (var step = new TrainingStep(weights, new(), new(0.1), bf16: true))
        {
            (Tensor images, int[] labels) = Images(spec);
            step.Gradients(images, labels);
            step.Optimizer.Step(0.01);
            long warm = Tensor.TotalCount;
            for (int i = 0; i < 3; i++)
            {
                step.Gradients(images, labels);
                step.Optimizer.Step(0.01);
            }
            Assert.Equal(warm, Tensor.TotalCount);
            images.Dispose();
        }
        Assert.Equal(before, Tensor.TotalCount);
    }

    private static NetworkWeights Weights(ModelSpec spec)
    {
        NetworkWeights weights = NetworkWeights.Initial(spec, 3);
        var random = new RandomSequence(4, "perturbation");
        // Away from the special values of the start, so that a wrong γ, β or bias shows.
        foreach (ParameterInfo parameter in spec.Parameters.Where(p => p.Role is ParameterRole.Scale or ParameterRole.Bias))
            weights.Write(parameter.Name, [.. weights.Read(parameter.Name).Select(v => v + 0.3f * (float)random.NextNormal())]);
        return weights;
    }

    private static (Tensor Images, int[] Labels) Images(ModelSpec spec)
    {
        var random = new RandomSequence(5, "images");
        float[] values = [.. Enumerable.Range(0, Batch * spec.Channels * spec.Size * spec.Size).Select(_ => (float)random.NextDouble())];
        using Tensor rows = torch.tensor(values, [Batch, spec.Size, spec.Size, spec.Channels]);
        return (rows.permute(0, 3, 1, 2), [.. Enumerable.Range(0, Batch).Select(_ => random.Next(spec.Classes))]);
    }

    /// <summary>In 64 bits: loss and gradients, how many images are right for certain, and about how many rounding may decide.</summary>
    private static (double Loss, int Certain, int Open, Dictionary<string, float[]> Gradients) Autograd(
        ModelSpec spec, NetworkWeights weights, Tensor images, int[] labels)
    {
        using DisposeScope scope = NewDisposeScope();
        var w = spec.Parameters.ToDictionary(p => p.Name, p => weights[p.Name].to(float64).requires_grad_(p.Trainable));
        Tensor logits = PlainResNet.Run(spec, w, images.to(float64), training: true, _ => { });
        Tensor truth = torch.tensor(labels.Select(l => (long)l).ToArray());
        Tensor loss = nn.functional.cross_entropy(logits, truth);
        loss.backward();
        (Tensor best, Tensor at) = logits.detach().topk(2);
        Tensor open = (best[.., 0] - best[.., 1]) < 1e-4f;
        int certain = (int)((at[.., 0] == truth) & ~open).sum().item<long>();
        var gradients = spec.Parameters.Where(p => p.Trainable)
            .ToDictionary(p => p.Name, p => Array.ConvertAll(w[p.Name].grad!.contiguous().data<double>().ToArray(), g => (float)g));
        return (loss.item<double>(), certain, (int)open.sum().item<long>(), gradients);
    }
}
