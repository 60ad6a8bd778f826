using Strata.Checkpoints;
using Strata.Data;
using Strata.Engine;
using Strata.Models;
using Strata.Models.Graph;
using Strata.Runtime;
using Strata.Tests.Models.Families;
using Strata.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Tests.Engine;

/// <summary>What holds for every family: a new one is tested by being there.</summary>
public sealed class FamilyMatrixTests
{
    public static TheoryData<string> Families => SmallNetworks.Names;

    /// <summary>
    /// How much further than libtorch's own pass in fp32 another one may be from that in float64: another order of sums, and Winograd's
    /// transforms, whose error is up to four times that of a sum of nine products.
    /// </summary>
    private const double Multiple = 16;

    /// <summary>Of a step in which something is left out, where a family leaves anything out.</summary>
    private static TrainingOptions Rates { get; } = new() { Dropout = 0.2, StochasticDepth = 0.3 };

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_layer_has_the_shape_it_lists_and_the_values_of_a_plain_pass(string family)
    {
        Threads.Set(1);
        using DisposeScope scope = NewDisposeScope();
        ModelSpec spec = SmallNetworks.Of(family);
        using NetworkWeights weights = Random(spec);
        Tensor images = Images(spec, 6);
        Dictionary<string, double[]> exact = Plain(spec, weights, images, float64), single = Plain(spec, weights, images, float32);

        var seen = new List<string>();
        double allowed = 1e-6;
        new ForwardPass(weights).Run(images, (name, output) =>
        {
            seen.Add(name);
            Assert.Equal([6, .. spec.Graph[name].Shape.Select(side => (long)side)], output.shape);
            double largest = exact[name].Max(Math.Abs);
            // What was wrong before is wrong in all that follows from it.
            allowed = Math.Max(allowed, Multiple * Apart(single[name], exact[name]) / largest);
            Assert.True(Apart(Values(output), exact[name]) <= allowed * largest,
                $"{name}: off, where {allowed:g3} of its largest is allowed");
        });
        Assert.Equal(spec.Graph.InInference().Nodes.Select(node => node.Name), seen);
        Assert.All(spec.Layers, layer => Assert.Contains(layer.Name, seen));
    }

    /// <summary>
    /// In float64 autograd's gradients are right to all digits; a training step in fp32 may be off by a multiple of what autograd in fp32
    /// is.
    /// </summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void Gradients_and_running_statistics_are_autograds(string family)
    {
        Threads.Set(1);
        using DisposeScope scope = NewDisposeScope();
        ModelSpec spec = SmallNetworks.Of(family);
        using NetworkWeights weights = Random(spec), plain = weights.Copy(), doubled = weights.Copy();
        Tensor images = Images(spec, 8);
        int[] labels = [.. Enumerable.Range(0, 8).Select(i => i % spec.Classes)];

        Dictionary<string, double[]> exact = Autograd(spec, doubled, images, labels, float64),
            single = Autograd(spec, plain, images, labels, float32);
        using var step = new TrainingStep(weights, Rates, new(0.1), bf16: false) { Number = 7 };
        step.Gradients(TensorMemory.ToChannelsLast(images), labels);
        var actual = step.Optimizer.Parameters.ToDictionary(p => p.Name, p => Values(p.Gradient!));

        foreach (ParameterInfo parameter in spec.Parameters.Where(p => p.Trainable && actual.ContainsKey(p.Name)))
        {
            double[] right = exact[parameter.Name];
            double allowed = Multiple * Apart(single[parameter.Name], right) + 1e-5 * right.Max(Math.Abs) + 1e-8;
            double off = Apart(actual[parameter.Name], right);
            Assert.True(off <= allowed, $"{parameter.Name}: off by {off:g3}, allowed {allowed:g3} of {right.Max(Math.Abs):g3}");
        }
        // What has no gradient is a bias in front of a batch norm, whose gradient is 0.
        Assert.All(spec.Parameters.Where(p => p.Trainable && !actual.ContainsKey(p.Name)), p => Assert.Equal(ParameterRole.Bias, p.Role));
        foreach (ParameterInfo parameter in spec.Parameters.Where(p => !p.Trainable))
        {
            double[] right = Values(doubled[parameter.Name]);
            Assert.True(Apart(Values(weights[parameter.Name]), right) <= 1e-4 * right.Max(Math.Abs) + 1e-6, parameter.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_training_stopped_and_resumed_ends_in_the_same_bits_and_its_file_opens(string family)
    {
        Threads.Set(1);
        using var folder = new TemporaryFolder();
        ImageSet set = Sets.Stripes(size: 16);
        ModelSpec spec = SmallNetworks.Of(family, set.Classes.Count);
        TrainingOptions options = new() { Epochs = 2, Batch = 8, LearningRate = 0.01, Precision = Precision.Auto, Seed = 3 };
        string whole = Path.Combine(folder.Path, "whole.safetensors"), parts = Path.Combine(folder.Path, "parts.safetensors");
        Trainer.Train(spec, set, options, TrainingFiles.Beside(whole));
        using (var stop = new CancellationTokenSource())
        {
            var first = new DirectProgress<TrainingProgress>(told =>
            {
                if (told.Finished) stop.Cancel();
            });
            Assert.ThrowsAny<OperationCanceledException>(() => Trainer.Train(spec, set, options, TrainingFiles.Beside(parts), first,
                stop.Token));
        }
        Trainer.Train(spec, set, options, TrainingFiles.Beside(parts));

        using NetworkWeights one = ModelFile.Read(whole), other = ModelFile.Read(parts);
        Assert.Equal(spec, one.Spec);
        Assert.Equal(one.Hash(), other.Hash());
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Metadata_describe_the_network_wholly(string family)
    {
        ModelSpec spec = SmallNetworks.Of(family);
        ModelSpec again = ModelSpec.FromMetadata(spec.Metadata);
        Assert.Equal(spec, again);
        Assert.Equal(spec.Graph.Nodes.Select(node => $"{node.Name} {node.Operation}"),
            again.Graph.Nodes.Select(node => $"{node.Name} {node.Operation}"));
    }

    /// <summary>
    /// Blocks that only add to what comes in can go, and what is left is what the network gives without them. A network without
    /// shortcuts says that it has none.
    /// </summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void A_pruned_network_gives_what_the_whole_one_gives_without_the_branches(string family)
    {
        Threads.Set(1);
        using DisposeScope scope = NewDisposeScope();
        ModelSpec spec = SmallNetworks.Of(family);
        using NetworkWeights weights = Random(spec);
        var pass = new ForwardPass(weights);
        if (pass.Branches.Count == 0)
        {
            Assert.Contains("no residual connections",
                Assert.Throws<InvalidOptionsException>(() => Pruning.KeepFirst(spec, 0, 0)).Message, StringComparison.Ordinal);
            return;
        }
        ResidualBranch[] last = [.. pass.Branches.Where(branch => branch.IsIdentity).GroupBy(branch => branch.Addition.Stage).Last()];
        (int stage, int block) = (last[^1].Addition.Stage!.Value, last[^1].Addition.Block!.Value);
        ResidualBranch[] gone = [.. last.Where(branch => branch.Addition.Block == block)];
        int[][] kept = Pruning.KeepFirst(spec, stage, block);
        using NetworkWeights pruned = Pruning.Prune(weights, kept);
        Tensor images = Images(spec, 3);
        Assert.Equal(Values(pass.Without(gone).Run(images)), Values(new ForwardPass(pruned).Run(images)));
        Assert.True(pruned.Spec.ParameterCount < spec.ParameterCount);
        Assert.Equal(pruned.Spec, ModelSpec.FromMetadata(pruned.Spec.Metadata));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Neither_pass_nor_step_leaves_a_tensor_behind(string family)
    {
        Threads.Set(1);
        ModelSpec spec = SmallNetworks.Of(family);
        using NetworkWeights weights = NetworkWeights.Initial(spec, 1);
        using Tensor images = Images(spec, 4), rows = TensorMemory.ToChannelsLast(images);
        using var step = new TrainingStep(weights, new(), new(0.1), bf16: false);
        void Once()
        {
            new ForwardPass(weights).Run(images).Dispose();
            step.Gradients(rows, [0, 1, 2, 3]);
            step.Optimizer.Step(0.01);
        }
        Once();
        long before = LiveTensors.Settled();
        Once();
        Assert.Equal(before, Tensor.TotalCount);
    }

    /// <summary>Initial weights with something in what begins as nothing, so that every tensor matters.</summary>
    internal static NetworkWeights Random(ModelSpec spec)
    {
        NetworkWeights weights = NetworkWeights.Initial(spec, 5);
        var random = new RandomSequence(5, "shaken");
        foreach (ParameterInfo parameter in spec.Parameters)
        {
            float[] values = weights.Read(parameter.Name);
            for (int i = 0; i < values.Length; i++)
                values[i] = parameter.Role == ParameterRole.RunningVariance ? (float)(0.5 + random.NextDouble())
                    : values[i] + (float)(0.1 * random.NextNormal());
            weights.Write(parameter.Name, values);
        }
        return weights;
    }

    internal static Tensor Images(ModelSpec spec, int count)
    {
        var random = new RandomSequence(9, "images");
        float[] pixels = [.. Enumerable.Range(0, count * spec.Channels * spec.Size * spec.Size).Select(_ => (float)random.NextDouble())];
        return tensor(pixels, [count, spec.Channels, spec.Size, spec.Size]);
    }

    private static Dictionary<string, double[]> Plain(ModelSpec spec, NetworkWeights weights, Tensor images, ScalarType type)
    {
        var typed = spec.Parameters.ToDictionary(p => p.Name, p => weights[p.Name].to(type));
        var values = new Dictionary<string, double[]>();
        LibtorchPass.Run(spec.Graph, name => typed[name], images.to(type), visit: (node, output) => values[node.Name] = Values(output));
        return values;
    }

    internal static Dictionary<string, double[]> Autograd(ModelSpec spec, NetworkWeights weights, Tensor images, int[] labels,
        ScalarType type)
    {
        var typed = spec.Parameters.ToDictionary(p => p.Name, p => weights[p.Name].to(type).clone().requires_grad_(p.Trainable));
        Tensor logits = LibtorchPass.Run(spec.Graph, name => typed[name], images.to(type),
            new(new(0.1), Rates.Seed) { Step = 7, Dropout = Rates.Dropout, StochasticDepth = Rates.StochasticDepth });
        nn.functional.cross_entropy(logits, tensor([.. labels.Select(label => (long)label)])).backward();
        foreach (ParameterInfo parameter in spec.Parameters.Where(p => !p.Trainable))
            weights.Write(parameter.Name, [.. Values(typed[parameter.Name]).Select(value => (float)value)]);
        return spec.Parameters.Where(p => p.Trainable).ToDictionary(p => p.Name, p => Values(typed[p.Name].grad!));
    }

    private static double Apart(double[] a, double[] b) => a.Zip(b).Max(pair => Math.Abs(pair.First - pair.Second));

    internal static double[] Values(Tensor output)
    {
        using Tensor wide = output.detach().to(float64), rows = wide.contiguous();
        return TensorMemory.Span<double>(rows).ToArray();
    }
}
