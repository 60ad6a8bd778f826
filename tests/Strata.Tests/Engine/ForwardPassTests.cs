using Strata.Activations;
using Strata.Engine;
using Strata.Models;
using Strata.Processor;
using Strata.Runtime;
using Strata.Tests.Models;
using TorchSharp;

namespace Strata.Tests.Engine;

public sealed class ForwardPassTests
{
    /// <summary>
    /// Rounding of another order of sums than libtorch's: Winograd's transforms have up to four times the error of a sum of nine products,
    /// and layers pass it on to the next, so that a layer may err by a multiple of what libtorch's own fp32 pass errs by.
    /// </summary>
    private const double Multiple = 16;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_layer_is_that_of_the_definition_but_for_rounding(bool residual)
    {
        using var trained = new Trained(residual: residual);
        using TrainedModel model = trained.Open();
        using torch.Tensor images = model.Images([.. Enumerable.Range(0, 20)]);
        var spec = model.Spec;

        List<double[]> exact = Defined(spec, model.Weights, images, torch.float64);
        List<double[]> single = Defined(spec, model.Weights, images, torch.float32);
        foreach (bool own in new[] { true, false })
        {
            List<double[]> actual = Layers(new(spec.Graph, model.Weights, new(model.Weights, own)), images);
            Assert.Equal(model.Layers.Count, actual.Count);
            double allowed = 0;
            for (int layer = 0; layer < actual.Count; layer++)
            {
                Assert.Equal(exact[layer].Length, actual[layer].Length);
                // What was wrong before is wrong in all that follows from it.
                allowed = Math.Max(allowed, Multiple * Difference(single[layer], exact[layer]) / exact[layer].Max(Math.Abs));
                double error = Difference(actual[layer], exact[layer]) / exact[layer].Max(Math.Abs);
                Assert.True(error <= allowed, $"{model.Layers[layer].Name}: off by {error:g3} of its largest, allowed {allowed:g3}");
            }
        }
    }

    [Fact]
    public void Convolutions_of_its_own_are_not_libtorchs()
    {
        Needs.Machine(Capability.WinogradConvolutions.CanRun, "needs AVX2");
        using var trained = new Trained();
        using TrainedModel model = trained.Open();
        using torch.Tensor images = model.Images([.. Enumerable.Range(0, 20)]);
        ForwardPass libtorch = new(model.Spec.Graph, model.Weights, new(model.Weights, own: false));
        Assert.NotEqual(Layers(libtorch, images)[^1], Layers(new(model.Weights), images)[^1]);
    }

    [Fact]
    public void Passes_leave_no_tensor_behind()
    {
        using var trained = new Trained();
        using TrainedModel model = trained.Open();
        using torch.Tensor images = model.Images([.. Enumerable.Range(0, 20)]);
        model.Forward.Run(images).Dispose();
        long before = LiveTensors.Settled();

        model.Forward.Run(images).Dispose();

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    private static double Difference(double[] a, double[] b) => a.Zip(b).Max(p => Math.Abs(p.First - p.Second));

    private static List<double[]> Defined(ModelSpec spec, NetworkWeights weights, torch.Tensor images, torch.ScalarType type)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var layers = new List<double[]>();
        var typed = spec.Parameters.ToDictionary(p => p.Name, p => weights[p.Name].to(type));
        PlainResNet.Run(spec, typed, images.to(type), training: false, output => layers.Add(Values(output)));
        return layers;
    }

    private static List<double[]> Layers(ForwardPass forward, torch.Tensor images)
    {
        var layers = new List<double[]>();
        using torch.Tensor logits = forward.Run(images, (_, output) => layers.Add(Values(output)));
        return layers;
    }

    private static double[] Values(torch.Tensor output)
    {
        using torch.Tensor wide = output.detach().to(torch.float64), rows = wide.contiguous();
        return TensorMemory.Span<double>(rows).ToArray();
    }
}
