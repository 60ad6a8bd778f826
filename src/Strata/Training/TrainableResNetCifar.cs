using Strata.Models;
using Strata.Runtime;
using Strata.Training.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>
/// A <see cref="ResNetCifar"/> in training, up to its pooled features. Forward and backward passes are written out instead of recorded:
/// every activation has one owner and is freed as soon as its gradient is known, and batch norm, addition and ReLU run as one.
/// </summary>
internal sealed unsafe class TrainableResNetCifar<T, TElement> : ITrainableNetwork where T : unmanaged where TElement : IElement<T>
{
    private readonly WeightGradient _weightGradient = new();
    private readonly Convolution _stem;
    private readonly BatchNormRelu<T, TElement> _stemNorm;
    private readonly List<ITrainableBlock> _blocks = [];
    private Tensor? _images;
    private long[] _lastShape = [];

    public TrainableResNetCifar(ResNetCifar spec, NetworkWeights weights, StochasticGradientDescent optimizer, ScalarType type,
        RunningAverage average)
    {
        Convolution Convolution(string name, int stride, bool hasBias, bool first = false)
            => new(optimizer, weights, name, type, stride, _weightGradient, hasBias, !first);
        BatchNormRelu<T, TElement> Norm(string name, string convolution)
            => new(optimizer, weights, name, $"{convolution}.bias", average, spec.BatchNormEpsilon);

        _stem = Convolution("stem.conv", 1, hasBias: false, first: true);
        _stemNorm = Norm("stem.bn", "stem.conv");
        for (int stage = 0; stage < spec.Blocks.Count; stage++)
        {
            if (spec.IsProjectionAlone(stage))
                _blocks.Add(new ProjectionBlock(Convolution($"stages.{stage}.0.projection", 2, hasBias: true)));
            for (int block = 0; block < spec.Blocks[stage]; block++)
            {
                string prefix = $"stages.{stage}.{block}";
                bool downsamples = ResNetCifar.Downsamples(stage, block);
                _blocks.Add(new ResidualBlock<T, TElement>(
                    Convolution($"{prefix}.conv1", downsamples ? 2 : 1, hasBias: false), Norm($"{prefix}.bn1", $"{prefix}.conv1"),
                    Convolution($"{prefix}.conv2", 1, hasBias: false), Norm($"{prefix}.bn2", $"{prefix}.conv2"),
                    spec.Residual && downsamples ? Convolution($"{prefix}.projection", 2, hasBias: true) : null, spec.Residual));
            }
        }
    }

    public Tensor Forward(Tensor images)
    {
        _images = images;
        using DisposeScope scope = NewDisposeScope();
        Tensor x = _stemNorm.Forward(_stem.Forward(images), null);
        foreach (ITrainableBlock block in _blocks) x = block.Forward(x);
        _lastShape = x.shape;
        return x.mean([2, 3], keepdim: false, type: ScalarType.Float32).MoveToOuterDisposeScope();
    }

    public void Backward(Tensor gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        // Average pooling hands every pixel of a channel the same share.
        using Tensor share = (gradient / (_lastShape[2] * _lastShape[3])).to(typeof(T) == typeof(float) ? ScalarType.Float32
            : ScalarType.BFloat16);
        Tensor first = TensorMemory.EmptyChannelsLast(_lastShape[0], _lastShape[1], _lastShape[2], _lastShape[3], share.dtype);
        first.copy_(share.unsqueeze(2).unsqueeze(3).expand(_lastShape));
        Tensor? second = null;
        for (int i = _blocks.Count - 1; i >= 0; i--)
        {
            (Tensor nextFirst, Tensor? nextSecond) = _blocks[i].Backward(first, second);
            if (!ReferenceEquals(nextSecond, first)) first.Dispose();
            second?.Dispose();
            (first, second) = (nextFirst, nextSecond);
        }
        using Tensor toStem = _stemNorm.Backward(first, second);
        first.Dispose();
        second?.Dispose();
        _stem.Backward(toStem, _images!);
    }

    public void Dispose()
    {
        _stem.Dispose();
        _stemNorm.Dispose();
        foreach (ITrainableBlock block in _blocks) block.Dispose();
        _weightGradient.Dispose();
    }
}
