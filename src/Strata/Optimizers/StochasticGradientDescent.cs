using System.Runtime.Intrinsics;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Optimizers;

/// <summary>SGD with momentum, as PyTorch's: v ← m·v + g + decay·w; w ← w − rate·v.</summary>
/// <param name="nesterov">w ← w − rate·(g + decay·w + m·v) instead.</param>
internal sealed class StochasticGradientDescent(NetworkWeights weights, double momentum, double weightDecay, bool nesterov)
    : Optimizer(weights, weightDecay)
{
    public override IReadOnlyList<string> Moments { get; } = ["momentum"];

    protected override unsafe void Update(OptimizedParameter parameter, double learningRate)
    {
        float rate = (float)learningRate, m = (float)momentum, decay = parameter.Decay;
        fixed (float* w = TensorMemory.Span<float>(parameter.Master), v = TensorMemory.Span<float>(parameter.Moments[0]),
            g = TensorMemory.Span<float>(parameter.Gradient!))
        {
            // Pointers that a lambda may hold; the tensors live until the end of this method.
            float* weights = w, velocity = v, gradient = g;
            ParallelRows.For((int)parameter.Master.NumberOfElements, OptimizedParameter.MinimumShare, (_, first, end) =>
            {
                int i = first;
                for (; i + 16 <= end; i += 16)
                {
                    Vector512<float> old = Vector512.Load(weights + i), slope = Vector512.Load(gradient + i) + old * decay,
                        next = Vector512.Load(velocity + i) * m + slope;
                    next.Store(velocity + i);
                    (old - (nesterov ? slope + next * m : next) * rate).Store(weights + i);
                }
                for (; i < end; i++)
                {
                    float slope = gradient[i] + decay * weights[i];
                    velocity[i] = m * velocity[i] + slope;
                    weights[i] -= rate * (nesterov ? slope + m * velocity[i] : velocity[i]);
                }
            });
        }
    }
}
