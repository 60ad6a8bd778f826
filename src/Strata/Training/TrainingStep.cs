using Strata.Engine;
using Strata.Models;
using Strata.Optimizers;
using Strata.Processor;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>One step of training after the other: forward, cross-entropy, backward, update. Owns everything but the weights.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly ScalarType _type;
    private readonly ITrainingPass _pass;
    private readonly double _smoothing;
    private readonly TrainingMode _mode;

    public TrainingStep(NetworkWeights weights, TrainingOptions options, RunningAverage average, bool bf16)
    {
        _smoothing = options.LabelSmoothing;
        _type = bf16 ? ScalarType.BFloat16 : ScalarType.Float32;
        _mode = new(average, options.Seed) { Dropout = options.Dropout, StochasticDepth = options.StochasticDepth };
        Optimizer = OptimizerOf(weights, options);
        _pass = bf16
            ? new TrainingPass<ushort, Bf16>(weights, Optimizer, _type, _mode)
            : new TrainingPass<float, Fp32>(weights, Optimizer, _type, _mode);
    }

    public Optimizer Optimizer { get; }

    /// <summary>The next step's number, from 0 over the whole training: what it leaves out at random depends on it.</summary>
    public long Number
    {
        get => _mode.Step;
        set => _mode.Step = value;
    }

    /// <summary>The one that options ask for.</summary>
    internal static Optimizer OptimizerOf(NetworkWeights weights, TrainingOptions options)
        => options.Optimizer switch
        {
            OptimizerKind.AdamW => new AdamW(weights, options.Momentum, options.WeightDecay),
            _ => new StochasticGradientDescent(weights, options.Momentum, options.WeightDecay, options.Nesterov),
        };

    /// <summary>Forward and backward; the gradients wait in the optimizer.</summary>
    /// <param name="images">float32 [n, channels, height, width] in channels-last layout.</param>
    /// <returns>Sum of the losses and number of right predictions.</returns>
    public (double Loss, int Right) Gradients(Tensor images, ReadOnlySpan<int> labels)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = _pass.Forward(images.to(_type));
        (double loss, int right, float[] gradient) = CrossEntropy(TensorMemory.Span<float>(logits), labels, _smoothing);
        _pass.Backward(TensorMemory.Of(gradient, labels.Length, gradient.Length / labels.Length));
        return (loss, right);
    }

    /// <summary>Forward alone: the running statistics follow, nothing is learned.</summary>
    public void Observe(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        _pass.Forward(images.to(_type));
    }

    public void Dispose() => _pass.Dispose();

    /// <summary>Loss, right predictions, and the gradient of the mean loss, softmax − target over n.</summary>
    /// <param name="smoothing">ε: the target is (1 − ε) at the label and ε/classes everywhere (Szegedy et al. 2016 §7).</param>
    internal static (double Loss, int Right, float[] Gradient) CrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels,
        double smoothing = 0)
    {
        int classes = logits.Length / labels.Length, right = 0;
        double loss = 0;
        float[] gradient = new float[logits.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> row = logits.Slice(i * classes, classes);
            double largest = double.NegativeInfinity, sum = 0;
            int predicted = 0;
            for (int c = 0; c < classes; c++)
            {
                if (row[c] > largest) (largest, predicted) = (row[c], c);
            }
            foreach (float value in row) sum += Math.Exp(value - largest);
            double mean = 0;
            if (smoothing > 0)
            {
                foreach (float value in row) mean += value / (double)classes;
            }
            loss += Math.Log(sum) + largest - ((1 - smoothing) * row[labels[i]] + smoothing * mean);
            if (predicted == labels[i]) right++;
            for (int c = 0; c < classes; c++)
            {
                double target = (c == labels[i] ? 1 - smoothing : 0) + smoothing / classes;
                gradient[i * classes + c] = (float)((Math.Exp(row[c] - largest) / sum - target) / labels.Length);
            }
        }
        return (loss, right, gradient);
    }
}
