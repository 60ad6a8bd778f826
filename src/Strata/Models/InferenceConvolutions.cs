using System.Collections.Concurrent;
using Strata.Models.Kernels;
using static TorchSharp.torch;

namespace Strata.Models;

/// <summary>
/// The convolutions of one network's weights in fp32: Winograd's where the processor and the shape allow it, else libtorch's. A
/// convolution's weights are transformed when a pass first comes by; several threads may run at once.
/// </summary>
/// <param name="own">False: all by libtorch.</param>
internal sealed class InferenceConvolutions(NetworkWeights weights, bool own = true)
{
    private readonly ConcurrentDictionary<string, Lazy<WinogradConvolution?>> _prepared = new();

    /// <summary>float32 [n, in, height, width] → [n, out, height / stride, width / stride] in the caller's scope.</summary>
    /// <param name="name">What the names of its tensors begin with.</param>
    public Tensor Run(Tensor x, string name, int stride)
    {
        Tensor weight = weights[$"{name}.weight"];
        if (own && stride == 1 && weight.shape[2] == 3
            && _prepared.GetOrAdd(name, key => new(() => Prepare(key))).Value is { } convolution) return convolution.Run(x);
        long padding = weight.shape[2] / 2;
        return nn.functional.conv2d(x, weight, weights[$"{name}.bias"], strides: [stride, stride], padding: [padding, padding]);
    }

    /// <summary>Null where the processor or the width does not allow it.</summary>
    private WinogradConvolution? Prepare(string name)
    {
        Tensor weight = weights[$"{name}.weight"];
        if (WinogradConvolution.TryCreate((int)weight.shape[1], (int)weight.shape[0]) is not { } convolution) return null;
        convolution.Set(weights.Read($"{name}.weight"), weights.Read($"{name}.bias"));
        return convolution;
    }
}
