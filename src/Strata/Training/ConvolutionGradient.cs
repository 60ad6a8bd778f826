using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>libtorch's convolution gradient, which TorchSharp does not wrap but TorchScript reaches.</summary>
internal static class ConvolutionGradient
{
    // Only what is asked for comes back: an undefined tensor would be a native object that cannot be freed.
    private static readonly jit.CompilationUnit s_unit = jit.compile("""
        def gradient(g: Tensor, x: Tensor, w: Tensor, stride: int, padding: int, input: bool, bias: bool) -> List[Tensor]:
            a, b, c = torch.convolution_backward(g, x, w, [w.size(0)], [stride, stride], [padding, padding], [1, 1], False, [0, 0], 1, [input, True, bias])
            result = [b]
            if input:
                result.append(a)
            if bias:
                result.append(c)
            return result

        """);

    /// <summary>Gradients of input, weight and bias, each owned by the caller; those not asked for are null.</summary>
    public static (Tensor? Input, Tensor Weight, Tensor? Bias) Of(Tensor gradient, Tensor input, Tensor weight, int stride, int padding, bool needInput, bool needBias)
    {
        var result = (Tensor[])s_unit.invoke("gradient", gradient, input, weight, stride, padding, needInput, needBias);
        return (needInput ? result[1] : null, result[0], needBias ? result[^1] : null);
    }
}
