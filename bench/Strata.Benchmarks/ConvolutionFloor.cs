using Strata.Models;
using Strata.Training;
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

    public ConvolutionFloor(ResNetCifar spec, int batch, ScalarType type)
    {
        var weights = spec.Parameters.Where(p => p.Role == ParameterRole.Kernel && p.Shape.Length == 4)
            .ToDictionary(p => p.Name[..^".weight".Length], p => p.Shape);
        foreach (LayerInfo layer in spec.Layers.Where(l => l.Kind is "conv" or "projection"))
        {
            int[] shape = weights[layer.Name];
            int size = layer.Shape[1];
            int stride = layer.Stage is { } stage && layer.Block is { } block
                && layer.Name.EndsWith("conv2", StringComparison.Ordinal) is false && ResNetCifar.Downsamples(stage, block) ? 2 : 1;
            _convolutions.Add((Activations(batch, shape[1], size * stride),
                ChannelsLast(torch.randn([shape[0], shape[1], shape[2], shape[3]]) * 0.1, type), Activations(batch, shape[0], size), stride,
                shape[2] / 2, _convolutions.Count == 0));
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
