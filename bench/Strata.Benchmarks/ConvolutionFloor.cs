using Strata.Engine;
using Strata.Models;
using Strata.Models.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Benchmarks;

/// <summary>
/// A network's convolutions alone, forward in order and backward in reverse, on the shapes, layout and number format of training: no
/// network built on the same library can train faster.
/// </summary>
internal sealed class ConvolutionFloor : IDisposable
{
    private readonly List<(Tensor Input, Tensor Weight, Tensor Gradient, int Stride, int Padding, bool First)> _convolutions = [];

    public ConvolutionFloor(ModelSpec spec, int batch, ScalarType type)
    {
        foreach (Node node in spec.Graph.Nodes)
        {
            if (node.Operation is not Operation.Convolution convolution) continue;
            int[] input = spec.Graph.Nodes[node.Inputs[0]].Shape;
            _convolutions.Add((Activations(batch, input[0], input[1]),
                ChannelsLast(torch.randn([node.Shape[0], input[0], convolution.Size, convolution.Size]) * 0.1, type),
                Activations(batch, node.Shape[0], node.Shape[1]), convolution.Stride, convolution.Size / 2, _convolutions.Count == 0));
        }

        Tensor Activations(int n, int channels, int size) => ChannelsLast(torch.randn([n, channels, size, size]), type);
    }

    public void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (var (input, weight, _, stride, padding, _) in _convolutions)
            nn.functional.conv2d(input, weight, strides: [stride, stride], padding: [padding, padding]).Dispose();
        for (int i = _convolutions.Count - 1; i >= 0; i--)
        {
            var (input, weight, gradient, stride, padding, first) = _convolutions[i];
            (Tensor? toInput, Tensor? toWeight, _) = ConvolutionGradient.Of(gradient, input, weight, stride, padding, !first,
                needWeight: true, needBias: false);
            toInput?.Dispose();
            toWeight!.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var (input, weight, gradient, _, _, _) in _convolutions)
        {
            input.Dispose();
            weight.Dispose();
            gradient.Dispose();
        }
    }

    private static Tensor ChannelsLast(Tensor values, ScalarType type)
    {
        using (values)
        using (Tensor rows = values.permute(0, 2, 3, 1).to(type))
        using (Tensor packed = rows.contiguous())
            return packed.permute(0, 3, 1, 2).DetachFromDisposeScope();
    }
}
