using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>libtorch's convolution gradient, which TorchSharp does not wrap but TorchScript reaches.</summary>
internal static class ConvolutionGradient
{
    // Only what is asked for comes back: an undefined tensor would be a native object that cannot be freed.
    private static readonly jit.CompilationUnit s_unit = jit.compile("""
        def gradient(g: Tensor, x: Tensor, w: Tensor, stride: int, padding: int, groups: int, input: bool, weight: bool,
                     bias: bool) -> List[Tensor]:
            a, b, c = torch.convolution_backward(
                g, x, w, [w.size(0)], [stride, stride], [padding, padding], [1, 1], False, [0, 0], groups, [input, weight, bias])
            result = []
            if input:
                result.append(a)
            if weight:
                result.append(b)
            if bias:
                result.append(c)
            return result

        """);

    /// <summary>
    /// Gradients of input, weight and bias, each owned by the caller; those not asked for are null, and one at least is asked for.
    /// </summary>
    public static (Tensor? Input, Tensor? Weight, Tensor? Bias) Of(Tensor gradient, Tensor input, Tensor weight, int stride, int padding,
        bool needInput, bool needWeight, bool needBias, int groups = 1)
    {
        var result = (Tensor[])s_unit.invoke("gradient", gradient, input, weight, stride, padding, groups, needInput, needWeight, needBias);
        int at = 0;
        Tensor? Next(bool needed) => needed ? result[at++] : null;
        return (Next(needInput), Next(needWeight), Next(needBias));
    }
}
