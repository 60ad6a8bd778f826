using Strata.Engine.Kernels;
using Strata.Models;
using Strata.Models.Graph;
using Strata.Processor;
using Strata.Runtime;
using Strata.Optimizers;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>
/// Batch norm and the activation behind it in training, with the addition of a shortcut between them where there is one and the activation
/// is ReLU.
/// </summary>
internal sealed unsafe class BatchNormActivation<T, TElement, TActivation> : ITrainingOperator
    where T : unmanaged where TElement : IElement<T> where TActivation : IActivation
{
    private readonly NetworkWeights _weights;
    private readonly string _name;
    private readonly string? _convolutionBias;
    private readonly RunningAverage _average;
    private readonly double _epsilon;
    private readonly OptimizedParameter _gamma, _beta;
    private readonly int _channels;
    private Tensor? _input, _output;
    private bool _shortcut;
    private float[] _mean = [], _inverseDeviation = [], _scale = [], _offset = [];

    /// <param name="convolutionBias">Bias of the convolution in front, where it has one: training leaves it out (it cancels), but the
    /// running mean must hold it.</param>
    public BatchNormActivation(Optimizer optimizer, NetworkWeights weights, Node norm, string? convolutionBias,
        RunningAverage average)
    {
        (_weights, _name, _convolutionBias, _average) = (weights, norm.Weights, convolutionBias, average);
        _epsilon = ((Operation.BatchNorm)norm.Operation).Epsilon;
        _gamma = optimizer.Add($"{_name}.weight", ScalarType.Float32);
        _beta = optimizer.Add($"{_name}.bias", ScalarType.Float32);
        _channels = norm.Shape[0];
    }

    /// <summary>Its memory becomes that of its gradient.</summary>
    public bool TakesInput => true;

    /// <param name="inputs">The convolution's output, and the shortcut where there is one.</param>
    public Tensor Forward(Tensor[] inputs)
    {
        _shortcut = inputs.Length == 2;
        return Forward(inputs[0], _shortcut ? inputs[1] : null);
    }

    /// <summary>The shortcut's gradient is <paramref name="gradient"/> itself, in whose memory it is made.</summary>
    Tensor?[] ITrainingOperator.Backward(Tensor gradient, Tensor? more)
    {
        if (_shortcut) return [Masked(gradient, more), gradient];
        if (more is null) return [Backward(gradient)];
        // What a ReLU let through is known without its input, so that both gradients are added on the way.
        return [typeof(TActivation) == typeof(ReluActivation) ? Masked(gradient, more) : Backward(gradient.Add(more))];
    }

    /// <summary>
    /// Takes over <paramref name="input"/> [n, c, h, w]; the result is owned here and lives until the backward pass of this step.
    /// </summary>
    public Tensor Forward(Tensor input, Tensor? shortcut)
    {
        _input?.Dispose();
        _input = input.DetachFromDisposeScope();
        long[] shape = input.shape;
        int rows = (int)(shape[0] * shape[2] * shape[3]);
        T* x = TensorMemory.ChannelsLast<T>(input);
        float[] runningMean = _weights.Read($"{_name}.running_mean"), bias = _convolutionBias is null ? new float[_channels]
            : _weights.Read(_convolutionBias);
        float[] shift = [.. runningMean.Zip(bias, (mean, b) => mean - b)];
        double[] sums = BatchNormKernels<T, TElement>.Moments(x, rows, _channels, shift);
        float[] runningVariance = _weights.Read($"{_name}.running_var"), gamma = _weights.Read($"{_name}.weight"),
            beta = _weights.Read($"{_name}.bias");
        (_mean, _inverseDeviation, _scale, _offset) = (new float[_channels], new float[_channels], new float[_channels],
            new float[_channels]);
        for (int c = 0; c < _channels; c++)
        {
            double difference = sums[c] / rows, mean = shift[c] + difference,
                variance = Math.Max(0, sums[_channels + c] / rows - difference * difference);
            _mean[c] = (float)mean;
            _inverseDeviation[c] = (float)(1 / Math.Sqrt(variance + _epsilon));
            _scale[c] = gamma[c] * _inverseDeviation[c];
            _offset[c] = beta[c] - _mean[c] * _scale[c];
            runningMean[c] += (float)(_average.Momentum * (mean + bias[c] - runningMean[c]));
            runningVariance[c] += (float)(_average.Momentum * (variance * rows / Math.Max(1, rows - 1) - runningVariance[c]));
        }
        _weights.Write($"{_name}.running_mean", runningMean);
        _weights.Write($"{_name}.running_var", runningVariance);

        _output ??= TensorMemory.EmptyChannelsLast(shape[0], shape[1], shape[2], shape[3], input.dtype).DetachFromDisposeScope();
        T* residual = shortcut is null ? null : TensorMemory.ChannelsLast<T>(shortcut);
        BatchNormKernels<T, TElement>.Apply<TActivation>(x, residual, TensorMemory.ChannelsLast<T>(_output), rows, _channels, _scale,
            _offset);
        return _output;
    }

    /// <summary>
    /// Backward where nothing was added: from the gradient of the output, that of the convolution's output, which the caller owns.
    /// </summary>
    public Tensor Backward(Tensor gradient)
    {
        T* g = TensorMemory.ChannelsLast<T>(gradient), x = TensorMemory.ChannelsLast<T>(_input!);
        int rows = (int)(_input!.NumberOfElements / _channels);
        double[] sums = BatchNormKernels<T, TElement>.GradientSums<TActivation>(g, x, rows, _channels, _mean, _scale, _offset);
        (float[] scale, float[] slope, float[] offset) = Parameters(sums, rows);
        BatchNormKernels<T, TElement>.InputGradient<TActivation>(g, x, rows, _channels, _scale, _offset, scale, slope, offset);
        return HandOver();
    }

    /// <summary>
    /// Backward through a ReLU, also where a shortcut was added: turns <paramref name="gradient"/>, the output's together with
    /// <paramref name="more"/>, into the shortcut's in place, and gives that of the convolution's output, which the caller owns. What ReLU
    /// let through is seen in its output.
    /// </summary>
    private Tensor Masked(Tensor gradient, Tensor? more)
    {
        T* g = TensorMemory.ChannelsLast<T>(gradient), x = TensorMemory.ChannelsLast<T>(_input!);
        int rows = (int)(_input!.NumberOfElements / _channels);
        double[] sums = BatchNormKernels<T, TElement>.MaskBy(TensorMemory.ChannelsLast<T>(_output!), g, more is null ? null
            : TensorMemory.ChannelsLast<T>(more), x, rows, _channels, _mean);
        (float[] scale, float[] slope, float[] offset) = Parameters(sums, rows);
        BatchNormKernels<T, TElement>.InputGradient<NoActivation>(g, x, rows, _channels, _scale, _offset, scale, slope, offset);
        return HandOver();
    }

    /// <summary>Gradients of γ and β to the optimizer; what the input's gradient is made of, dx = scale·g + slope·x + offset.</summary>
    private (float[] Scale, float[] Slope, float[] Offset) Parameters(double[] sums, int rows)
    {
        float[] gamma = _weights.Read($"{_name}.weight");
        float[] toGamma = new float[_channels], toBeta = new float[_channels], scale = new float[_channels], slope = new float[_channels],
            offset = new float[_channels];
        for (int c = 0; c < _channels; c++)
        {
            double sum = sums[c], product = sums[_channels + c], inverse = _inverseDeviation[c];
            toBeta[c] = (float)sum;
            toGamma[c] = (float)(product * inverse);
            double a = gamma[c] * inverse, b = -a * inverse * inverse * product / rows;
            (scale[c], slope[c], offset[c]) = ((float)a, (float)b, (float)(-a * sum / rows - b * _mean[c]));
        }
        _beta.SetGradient(TensorMemory.Of(toBeta, _channels));
        _gamma.SetGradient(TensorMemory.Of(toGamma, _channels));
        return (scale, slope, offset);
    }

    /// <summary>The input's memory, which by now holds its gradient.</summary>
    private Tensor HandOver()
    {
        Tensor gradient = _input!;
        _input = null;
        return gradient;
    }

    public void Dispose()
    {
        _input?.Dispose();
        _output?.Dispose();
        _gamma.Dispose();
        _beta.Dispose();
    }
}
