using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>A network that can run forward in training mode and hand the gradients of its weights to an optimizer.</summary>
internal interface ITrainingPass : IDisposable
{
    /// <summary>
    /// [n, channels, height, width] in channels-last layout and the working format → logits float32 [n, classes] in the caller's scope.
    /// </summary>
    Tensor Forward(Tensor images);

    /// <summary>Takes the gradient of the logits, float32 [n, classes].</summary>
    void Backward(Tensor gradient);
}
