using Strata.Activations;
using Strata.Models;
using Strata.Runtime;
using TorchSharp;

namespace Strata.Tests.Models;

public sealed class ResNetCifarForwardTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_layer_is_libtorchs_but_for_rounding(bool residual)
    {
        Needs.Machine(CpuFeatures.Detect().Avx512 && MachineCode.IsSupported, "needs AVX-512");
        using var trained = new Trained(residual: residual);
        using TrainedModel model = trained.Open();
        using torch.Tensor images = model.Images([.. Enumerable.Range(0, 20)]);

        List<float[]> expected = Layers(new(model.Spec.Graph, model.Weights, new(model.Weights, own: false)), images),
            actual = Layers(new(model.Weights), images);

        // Other last digits: it is not libtorch's twice.
        Assert.NotEqual(expected[^1], actual[^1]);
        Assert.Equal(model.Layers.Count, actual.Count);
        for (int layer = 0; layer < actual.Count; layer++)
        {
            float largest = expected[layer].Max(Math.Abs);
            Assert.Equal(expected[layer].Length, actual[layer].Length);
            for (int i = 0; i < actual[layer].Length; i++)
                Assert.InRange(actual[layer][i], expected[layer][i] - 1e-5f * largest, expected[layer][i] + 1e-5f * largest);
        }
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

    private static List<float[]> Layers(ForwardPass forward, torch.Tensor images)
    {
        var layers = new List<float[]>();
        using torch.Tensor logits = forward.Run(images, (_, output) =>
        {
            using torch.Tensor rows = TensorMemory.Flat(output).contiguous();
            layers.Add(TensorMemory.Span<float>(rows).ToArray());
        });
        return layers;
    }
}
