using Strata.Engine;
using Strata.Engine.Kernels;
using Strata.Models;
using Strata.Models.Families;
using Strata.Optimizers;
using Strata.Processor;
using Strata.Runtime;
using Strata.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Tests.Engine;

public sealed class ConvolutionTests
{
    /// <summary>Bit by bit, which libtorch's would not be.</summary>
    [Fact]
    public void Fp32_goes_by_Winograd_in_both_directions()
    {
        Needs.Machine(Capability.WinogradConvolutions.CanRun, "needs AVX2");
        const string Name = "stages.1.0.conv2";
        using DisposeScope scope = NewDisposeScope();
        using NetworkWeights weights = NetworkWeights.Initial(ResNetCifar.Create(8, 1, 5, 3, 9), 3);
        using var weightGradients = new WeightGradients();
        using var convolution = new Convolution(TrainingStep.OptimizerOf(weights, new()), weights.Spec.Graph[Name], ScalarType.Float32,
            weightGradients, hasBias: false);
        Tensor input = TensorMemory.ToChannelsLast(randn([2, 32, 5, 5])), gradient = TensorMemory.ToChannelsLast(randn([2, 32, 5, 5]));
        WinogradConvolution forward = WinogradConvolution.TryCreate(32, 32)!, backward = WinogradConvolution.TryCreate(32, 32)!;
        forward.Set(weights.Read($"{Name}.weight"));
        backward.SetTransposed(weights.Read($"{Name}.weight"));

        Assert.Equal(Values(forward.Run(input)), Values(convolution.Forward(input)));
        Assert.Equal(Values(backward.Run(gradient)), Values(convolution.Backward(gradient, input)!));
    }

    /// <summary>AdamW makes whole steps of whatever is left of a gradient that is 0 by its definition.</summary>
    [Fact]
    public void AdamW_gets_no_gradient_from_a_tap_that_meets_nothing()
    {
        const string Name = "stages.1.0.conv2";
        using DisposeScope scope = NewDisposeScope();
        using NetworkWeights weights = NetworkWeights.Initial(ResNetCifar.Create(8, 1, 5, 3, 9), 3);
        using var weightGradients = new WeightGradients();
        Optimizer optimizer = TrainingStep.OptimizerOf(weights, new() { Optimizer = OptimizerKind.AdamW });
        using var convolution = new Convolution(optimizer, weights.Spec.Graph[Name], ScalarType.Float32, weightGradients, hasBias: false);
        Tensor input = randn([3, 32, 2, 2]), gradient = TensorMemory.ToChannelsLast(randn([3, 32, 2, 2]));
        // Of 2 × 2 pixels the first tap meets the first alone.
        input[.., .., 0, 0] = 0;
        convolution.Backward(gradient, TensorMemory.ToChannelsLast(input))!.Dispose();
        Tensor toWeight = optimizer.Parameters.Single().Gradient!;
        Assert.Equal(0, toWeight[.., .., 0, 0].abs().max().item<float>());
        Assert.NotEqual(0, toWeight[.., .., 1, 1].abs().min().item<float>());
    }

    private static float[] Values(Tensor output) => TensorMemory.Span<float>(TensorMemory.Flat(output).contiguous()).ToArray();
}
