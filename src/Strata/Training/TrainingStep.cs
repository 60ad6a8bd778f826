using Strata.Models;
using Strata.Runtime;
using Strata.Training.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>One step of training after the other: forward, cross-entropy, backward, update. Owns everything but the weights.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly ScalarType _type;
    private readonly ITrainingPass _pass;

    public TrainingStep(NetworkWeights weights, TrainingOptions options, RunningAverage average, bool bf16)
    {
        _type = bf16 ? ScalarType.BFloat16 : ScalarType.Float32;
        Optimizer = Optimizer.Of(weights, options);
        _pass = bf16
            ? new TrainingPass<ushort, Bf16>(weights, Optimizer, _type, average)
            : new TrainingPass<float, Fp32>(weights, Optimizer, _type, average);
    }

    public Optimizer Optimizer { get; }

    /// <summary>Forward and backward; the gradients wait in the optimizer.</summary>
    /// <param name="images">float32 [n, channels, height, width] in channels-last layout.</param>
    /// <returns>Sum of the losses and number of right predictions.</returns>
    public (double Loss, int Right) Gradients(Tensor images, ReadOnlySpan<int> labels)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = _pass.Forward(images.to(_type));
        (double loss, int right, float[] gradient) = CrossEntropy(TensorMemory.Span<float>(logits), labels);
        _pass.Backward(torch.tensor(gradient, [labels.Length, gradient.Length / labels.Length]));
        return (loss, right);
    }

    /// <summary>Forward alone: the running statistics follow, nothing is learned.</summary>
    public void Observe(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        _pass.Forward(images.to(_type));
    }

    public void Dispose() => _pass.Dispose();

    /// <summary>Loss, right predictions, and the gradient of the mean loss, softmax − one-hot over n.</summary>
    internal static (double Loss, int Right, float[] Gradient) CrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
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
            loss += Math.Log(sum) + largest - row[labels[i]];
            if (predicted == labels[i]) right++;
            for (int c = 0; c < classes; c++)
                gradient[i * classes + c] = (float)((Math.Exp(row[c] - largest) / sum - (c == labels[i] ? 1 : 0)) / labels.Length);
        }
        return (loss, right, gradient);
    }
}
