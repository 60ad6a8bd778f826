using Strata.Engine.Kernels;
using Strata.Processor;
using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>An activation on its own in training.</summary>
internal sealed unsafe class Activation<T, TElement, TActivation> : ITrainingOperator
    where T : unmanaged where TElement : IElement<T> where TActivation : IActivation
{
    private Tensor? _input;

    public Tensor Forward(Tensor[] inputs)
    {
        _input?.Dispose();
        // Its own hold on the memory: whoever made it may let go of it.
        _input = inputs[0].to(TElement.Type).alias().DetachFromDisposeScope();
        Tensor output = empty_like(_input);
        ActivationKernels<T, TElement, TActivation>.Forward(TensorMemory.Pointer<T>(_input), TensorMemory.Pointer<T>(output),
            _input.NumberOfElements);
        return output;
    }

    public Tensor?[] Backward(Tensor gradient, Tensor? more)
    {
        Tensor whole = (more is null ? gradient : gradient.Plus(more)).to(TElement.Type);
        ActivationKernels<T, TElement, TActivation>.Backward(TensorMemory.Pointer<T>(whole), TensorMemory.Pointer<T>(_input!),
            _input!.NumberOfElements);
        _input.Dispose();
        _input = null;
        return [whole];
    }

    public void Dispose() => _input?.Dispose();
}
