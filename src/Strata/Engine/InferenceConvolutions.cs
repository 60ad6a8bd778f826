using System.Collections.Concurrent;
using Strata.Engine.Kernels;
using Strata.Models;
using Strata.Models.Graph;
using Strata.Processor;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>
/// The convolutions of one network's weights in fp32: Winograd's where the processor and the shape allow it, else general ones. A
/// convolution's weights are transformed when a pass first comes by; several threads may run at once.
/// </summary>
/// <param name="own">False: none of Winograd's.</param>
internal sealed class InferenceConvolutions(NetworkWeights weights, bool own = true)
{
    private readonly ConcurrentDictionary<string, Lazy<WinogradConvolution?>> _prepared = new();

    /// <summary>float32 [n, in, height, width] → [n, out, height / stride, width / stride] in the caller's scope.</summary>
    /// <param name="name">What the names of its tensors begin with.</param>
    public Tensor Run(Tensor x, string name, Operation.Convolution convolution)
    {
        if (own && Problem(convolution, (int)x.shape[1]) is null
            && _prepared.GetOrAdd(name, key => new(() => Prepare(key, convolution.Bias))).Value is { } winograd) return winograd.Run(x);
        return GeneralConvolution.Forward(x, weights[$"{name}.weight"], convolution.Bias ? weights[$"{name}.bias"] : null, convolution);
    }

    /// <summary>Why Winograd's does not serve a convolution, or null.</summary>
    /// <param name="inputs">Channels that come in.</param>
    public static string? Problem(Operation.Convolution convolution, int inputs)
        => convolution.Groups > 1 ? "it has groups" : convolution is not { Size: 3, Pad: 1 } ? "it is not 3×3"
            : convolution.Stride > 1 ? "it has a stride"
            : KernelChoice.Problem(KernelKind.ForwardFp32, convolution.Filters) ?? WinogradConvolution.Problem(inputs, convolution.Filters);

    /// <summary>Null where the processor or the width does not allow it.</summary>
    private WinogradConvolution? Prepare(string name, bool bias)
    {
        Tensor weight = weights[$"{name}.weight"];
        if (WinogradConvolution.TryCreate((int)weight.shape[1], (int)weight.shape[0]) is not { } convolution) return null;
        convolution.Set(weights.Read($"{name}.weight"), bias ? weights.Read($"{name}.bias") : default);
        return convolution;
    }
}
