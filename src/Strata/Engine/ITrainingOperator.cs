using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>One operation, or several that run as one, in training. What it keeps between forward and backward pass it owns.</summary>
internal interface ITrainingOperator : IDisposable
{
    /// <summary>Whether the output is the next operator's to keep or free; otherwise it is this one's, until the next step.</summary>
    bool PassesOutput => false;

    /// <summary>Whether the first input becomes this operator's.</summary>
    bool TakesInput => false;

    /// <summary>
    /// [n, c, h, w] in channels-last layout, or [n, features]; inputs live until the backward pass unless their owner passes them on.
    /// </summary>
    Tensor Forward(Tensor[] inputs);

    /// <summary>
    /// From the gradient of the output, given as one tensor or a sum of two, those of the inputs, null where nobody needs one. One may be
    /// <paramref name="gradient"/> itself, whose memory may be used again; all are the caller's.
    /// </summary>
    Tensor?[] Backward(Tensor gradient, Tensor? more);
}
