using System.Runtime.Intrinsics;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Optimizers;

/// <summary>
/// AdamW, as PyTorch's: w ← w(1 − rate·decay); m ← m + (1 − β₁)(g − m); v ← β₂v + (1 − β₂)g²;
/// w ← w − rate/(1 − β₁ᵗ) · m/(√v/√(1 − β₂ᵗ) + ε).
/// </summary>
/// <param name="beta1">Of the first moment: the recipe's momentum.</param>
internal sealed class AdamW(NetworkWeights weights, double beta1, double weightDecay) : Optimizer(weights, weightDecay)
{
    private const double Beta2 = .999, Epsilon = 1e-8;

    public override bool FollowsSize => false;

    public override IReadOnlyList<string> Moments { get; } = ["first-moment", "second-moment"];

    protected override unsafe void Update(OptimizedParameter parameter, double learningRate)
    {
        float keep = (float)(1 - learningRate * parameter.Decay), rate = (float)(learningRate / (1 - Math.Pow(beta1, Steps))),
            root = (float)Math.Sqrt(1 - Math.Pow(Beta2, Steps)), newest = (float)(1 - beta1), old = (float)Beta2,
            square = (float)(1 - Beta2), epsilon = (float)Epsilon;
        fixed (float* w = TensorMemory.Span<float>(parameter.Master), m = TensorMemory.Span<float>(parameter.Moments[0]),
            v = TensorMemory.Span<float>(parameter.Moments[1]), g = TensorMemory.Span<float>(parameter.Gradient!))
        {
            // Pointers that a lambda may hold; the tensors live until the end of this method.
            float* weights = w, first = m, second = v, gradient = g;
            ParallelRows.For((int)parameter.Master.NumberOfElements, OptimizedParameter.MinimumShare, (_, begin, end) =>
            {
                int i = begin;
                Vector512<float> small = Vector512.Create(epsilon);
                for (; i + 16 <= end; i += 16)
                {
                    Vector512<float> slope = Vector512.Load(gradient + i), mean = Vector512.Load(first + i);
                    mean += (slope - mean) * newest;
                    Vector512<float> power = Vector512.Load(second + i) * old + slope * slope * square;
                    mean.Store(first + i);
                    power.Store(second + i);
                    (Vector512.Load(weights + i) * keep - mean / (Vector512.Sqrt(power) / root + small) * rate).Store(weights + i);
                }
                for (; i < end; i++)
                {
                    first[i] += (gradient[i] - first[i]) * newest;
                    second[i] = second[i] * old + gradient[i] * gradient[i] * square;
                    weights[i] = weights[i] * keep - first[i] / (MathF.Sqrt(second[i]) / root + epsilon) * rate;
                }
            });
        }
    }
}
