using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>A part of a network in training between two activations.</summary>
internal interface ITrainableBlock : IDisposable
{
    /// <summary>
    /// [n, c, h, w] in channels-last layout; <paramref name="input"/> stays its owner's and must live until the backward pass; so does the
    /// result, which is the block's.
    /// </summary>
    Tensor Forward(Tensor input);

    /// <summary>
    /// From the gradient of the output, given as one tensor or a sum of two, the gradients of the input by way of the branch and by way of
    /// the shortcut; their sum is taken where it is needed. The shortcut's may be <paramref name="gradient"/> itself, whose memory is used
    /// again; both are the caller's.
    /// </summary>
    (Tensor Branch, Tensor? Shortcut) Backward(Tensor gradient, Tensor? more);
}
