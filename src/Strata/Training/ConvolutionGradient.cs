using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>libtorch's convolution gradient, which TorchSharp does not wrap but TorchScript reaches.</summary>
internal static class ConvolutionGradient
{
    private static readonly jit.CompilationUnit s_unit = jit.compile("""
        def gradient(g: Tensor, x: Tensor, w: Tensor, stride: int, padding: int, input: bool, bias: bool) -> Tuple[Tensor, Tensor, Tensor]:
            return torch.convolution_backward(g, x, w, [w.size(0)], [stride, stride], [padding, padding], [1, 1], False, [0, 0], 1, [input, True, bias])

        """);

    /// <summary>Gradients of input, weight and bias in the current scope; those not asked for are null.</summary>
    public static (Tensor? Input, Tensor Weight, Tensor? Bias) Of(Tensor gradient, Tensor input, Tensor weight, int stride, int padding, bool needInput, bool needBias)
    {
        var result = (ITuple)s_unit.invoke("gradient", gradient, input, weight, stride, padding, needInput, needBias);
        Tensor? At(int i, bool needed)
        {
            var tensor = (Tensor)result[i]!;
            if (needed) return tensor;
            tensor.Dispose();
            return null;
        }
        return (At(0, needInput), At(1, true)!, At(2, needBias));
    }
}
