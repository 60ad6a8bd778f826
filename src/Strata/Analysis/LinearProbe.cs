using Strata.Activations;
using Strata.Runtime;
using Strata.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Analysis;

/// <summary>
/// A dense layer on the flattened output of a frozen one. It learns while that output is there, so no features are ever kept. The loss is
/// convex, and it begins at 0, so that nothing depends on a draw.
/// </summary>
internal sealed class LinearProbe(long features, int classes) : IDisposable
{
    private readonly Tensor _weight = zeros([classes, features]).DetachFromDisposeScope(),
        _velocity = zeros([classes, features]).DetachFromDisposeScope();
    private readonly float[] _bias = new float[classes], _biasVelocity = new float[classes];

    /// <summary>Of the steps since <see cref="BeginEpoch"/>.</summary>
    public double Loss { get; private set; }

    public long Right { get; private set; }

    /// <summary>Why it learns no more, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>With early stopping: what is kept of the best epoch so far.</summary>
    public BestEpoch? Best { get; private set; }

    /// <summary>Whether early stopping has ended the training.</summary>
    public bool Stopped { get; private set; }

    public void BeginEpoch()
    {
        if (!Stopped) (Loss, Right) = (0, 0);
    }

    /// <summary>One step of SGD with momentum, without weight decay.</summary>
    /// <param name="output">float32 [n, ...].</param>
    public void Learn(Tensor output, ReadOnlySpan<int> labels, double learningRate, double momentum)
    {
        if (Problem is not null || Stopped) return;
        using DisposeScope scope = NewDisposeScope();
        Tensor x = TensorMemory.Flat(output);
        (double loss, int right, float[] gradient) = TrainingStep.CrossEntropy(TensorMemory.Span<float>(Logits(x)), labels);
        if (!double.IsFinite(loss))
        {
            Problem = "diverged: the loss was not finite";
            return;
        }
        Loss += loss;
        Right += right;
        Tensor toLogits = TensorMemory.Of(gradient, labels.Length, classes);
        // v ← m·v + Gᵀ·X and w ← w − rate·v, as PyTorch's SGD.
        using Scalar kept = momentum.ToScalar(), step = (-learningRate).ToScalar();
        _velocity.mul_(kept).Add(toLogits.t().mm(x));
        _weight.add_(_velocity, step);
        for (int c = 0; c < classes; c++)
        {
            float sum = 0;
            for (int i = 0; i < labels.Length; i++) sum += gradient[i * classes + c];
            _biasVelocity[c] = (float)momentum * _biasVelocity[c] + sum;
            _bias[c] -= (float)learningRate * _biasVelocity[c];
        }
    }

    /// <summary>Summed cross-entropy of examples that it does not learn from.</summary>
    public double LossOf(Tensor output, ReadOnlySpan<int> labels)
    {
        using DisposeScope scope = NewDisposeScope();
        return TrainingStep.CrossEntropy(TensorMemory.Span<float>(Logits(TensorMemory.Flat(output))), labels).Loss;
    }

    /// <summary>
    /// Keeps the weights if their held-out loss is the lowest so far, and stops after as many epochs without one as
    /// <paramref name="patience"/> says.
    /// </summary>
    /// <param name="epoch">From 1.</param>
    public void EndEpoch(int epoch, double heldOutLoss, int patience)
    {
        if (Problem is not null || Stopped) return;
        if (double.IsFinite(heldOutLoss) && (Best is null || heldOutLoss < Best.Loss))
            Best = new(epoch, heldOutLoss, TensorMemory.Span<float>(_weight).ToArray(), [.. _bias]);
        else Stopped = epoch - (Best?.Epoch ?? 0) >= patience;
    }

    /// <summary>How many of the examples it classifies rightly.</summary>
    public int Test(Tensor output, ReadOnlySpan<int> labels)
    {
        using DisposeScope scope = NewDisposeScope();
        ReadOnlySpan<float> logits = TensorMemory.Span<float>(Logits(TensorMemory.Flat(output)));
        int right = 0;
        for (int i = 0; i < labels.Length; i++)
            if (TrainedModel.Predicted(logits.Slice(i * classes, classes)) == labels[i]) right++;
        return right;
    }

    /// <summary>
    /// Closes the training: the weights are those of the best epoch, where there is one, and weights that never left 0 have seen no feature
    /// but 0.
    /// </summary>
    public void Finish()
    {
        if (Best is { } best)
        {
            best.Weight.CopyTo(TensorMemory.Span<float>(_weight));
            best.Bias.CopyTo(_bias, 0);
        }
        using Tensor moved = count_nonzero(_weight);
        if (moved.item<long>() == 0) Problem ??= "every feature is 0 for every training example";
    }

    /// <summary>Everything that a resumed training needs: weight, bias and their velocities, and those of the best epoch.</summary>
    public IEnumerable<(string Name, float[] Values)> State =>
    [
        ("weight", TensorMemory.Span<float>(_weight).ToArray()), ("weight_velocity", TensorMemory.Span<float>(_velocity).ToArray()),
            ("bias", [.. _bias]), ("bias_velocity", [.. _biasVelocity]),
        .. Best is { } best ? new[] { ("best_weight", best.Weight), ("best_bias", best.Bias) } : [],
    ];

    /// <summary>Takes over what <see cref="State"/> gave, the sums of the epoch at work, and where early stopping stands.</summary>
    /// <param name="best">Epoch and held-out loss of the best weights, or null.</param>
    public void Restore(Func<string, int, float[]> values, double loss, long right, string? problem, (int Epoch, double Loss)? best,
        bool stopped)
    {
        if (best is { } known)
            Best = new(known.Epoch, known.Loss, values("best_weight", (int)_weight.numel()), values("best_bias", classes));
        Stopped = stopped;
        values("weight", (int)_weight.numel()).CopyTo(TensorMemory.Span<float>(_weight));
        values("weight_velocity", (int)_velocity.numel()).CopyTo(TensorMemory.Span<float>(_velocity));
        values("bias", classes).CopyTo(_bias, 0);
        values("bias_velocity", classes).CopyTo(_biasVelocity, 0);
        (Loss, Right, Problem) = (loss, right, problem);
    }

    public void Dispose()
    {
        _weight.Dispose();
        _velocity.Dispose();
    }

    private Tensor Logits(Tensor x)
    {
        using Tensor bias = TensorMemory.Of(_bias, _bias.Length);
        return addmm(bias, x, _weight.t(), 1, 1);
    }
}
