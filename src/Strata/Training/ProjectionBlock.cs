using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>
/// What is left of a stage without residual branches, in training: its projection and the ReLU. Only fine-tuning of pruned networks meets
/// it.
/// </summary>
internal sealed class ProjectionBlock(Convolution projection) : ITrainableBlock
{
    private Tensor? _input, _output;

    public Tensor Forward(Tensor input)
    {
        _input = input;
        _output?.Dispose();
        using Tensor projected = projection.Forward(input);
        _output = nn.functional.relu(projected).DetachFromDisposeScope();
        return _output;
    }

    public (Tensor Branch, Tensor? Shortcut) Backward(Tensor gradient, Tensor? more)
    {
        using Tensor whole = more is null ? gradient.alias() : gradient + more;
        using Tensor open = _output!.gt(0);
        using Tensor masked = whole * open;
        return (projection.Backward(masked, _input!)!, null);
    }

    public void Dispose()
    {
        _output?.Dispose();
        projection.Dispose();
    }
}
