using Strata.Models;
using Strata.Models.Families;
using Strata.Optimizers;
using Strata.Runtime;
using Strata.Training;
using TorchSharp;

namespace Strata.Tests.Optimizers;

/// <summary>Optimizers against their definitions in double precision; the oracle's own are in OracleTrainingTests.</summary>
public class OptimizerTests
{
    private const int Taken = 20;

    [Theory]
    [InlineData(OptimizerKind.Sgd, false)]
    [InlineData(OptimizerKind.Sgd, true)]
    [InlineData(OptimizerKind.AdamW, false)]
    public void Steps_are_those_of_the_definition(OptimizerKind kind, bool nesterov)
    {
        Threads.Set(2);
        // Kernels of every size: whole vectors, what is left of one, and shares of two threads.
        ModelSpec spec = ResNetCifar.Create(8, 1.3, 5, 3, 8);
        var options = new TrainingOptions { Optimizer = kind, Nesterov = nesterov, Momentum = .8, WeightDecay = .1 };
        using NetworkWeights weights = NetworkWeights.Initial(spec, 3);
        Optimizer optimizer = TrainingStep.OptimizerOf(weights, options);
        var random = new RandomSequence(5, "gradients");
        var defined = spec.Parameters.Where(p => p.Trainable).ToDictionary(p => p.Name,
            p => new Defined(weights.Read(p.Name), p.Role == ParameterRole.Kernel ? options.WeightDecay : 0));
        foreach (string name in defined.Keys) optimizer.Add(name, torch.ScalarType.Float32);
        for (int step = 1; step <= Taken; step++)
        {
            double rate = .01 * step;
            foreach (OptimizedParameter parameter in optimizer.Parameters)
            {
                float[] gradient = [.. Enumerable.Range(0, (int)parameter.Master.NumberOfElements).Select(_ => (float)random.NextNormal())];
                parameter.SetGradient(torch.tensor(gradient).reshape(parameter.Master.shape));
                Defined one = defined[parameter.Name];
                if (kind == OptimizerKind.AdamW) one.AdamW(gradient, step, rate, options.Momentum);
                else one.Sgd(gradient, rate, options.Momentum, nesterov);
            }
            optimizer.Step(rate);
        }
        foreach (OptimizedParameter parameter in optimizer.Parameters)
        {
            float[] got = weights.Read(parameter.Name);
            double[] wanted = defined[parameter.Name].Weights;
            // A rounding of 2^-24 of the largest number on the way, for each of a few operations a step.
            double bound = Taken * 16 * Math.Pow(2, -24) * Math.Max(1, wanted.Max(Math.Abs));
            for (int i = 0; i < got.Length; i++)
                Assert.True(Math.Abs(got[i] - wanted[i]) <= bound, $"{parameter.Name}[{i}]: {got[i]}, expected {wanted[i]} to {bound:g2}");
            parameter.Dispose();
        }
    }

    private sealed class Defined(float[] weights, double decay)
    {
        private readonly double[] _first = new double[weights.Length], _second = new double[weights.Length];

        public double[] Weights { get; } = [.. weights.Select(w => (double)w)];

        public void Sgd(float[] gradient, double rate, double momentum, bool nesterov)
        {
            for (int i = 0; i < Weights.Length; i++)
            {
                double slope = gradient[i] + decay * Weights[i];
                _first[i] = momentum * _first[i] + slope;
                Weights[i] -= rate * (nesterov ? slope + momentum * _first[i] : _first[i]);
            }
        }

        public void AdamW(float[] gradient, int step, double rate, double beta1)
        {
            const double Beta2 = .999, Epsilon = 1e-8;
            for (int i = 0; i < Weights.Length; i++)
            {
                _first[i] = beta1 * _first[i] + (1 - beta1) * gradient[i];
                _second[i] = Beta2 * _second[i] + (1 - Beta2) * gradient[i] * gradient[i];
                double mean = _first[i] / (1 - Math.Pow(beta1, step)), power = _second[i] / (1 - Math.Pow(Beta2, step));
                Weights[i] = Weights[i] * (1 - rate * decay) - rate * mean / (Math.Sqrt(power) + Epsilon);
            }
        }
    }
}
