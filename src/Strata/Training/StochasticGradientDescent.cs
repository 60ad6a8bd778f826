using Strata.Models;
using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>SGD with momentum, not Nesterov; weight decay on kernels only (P1 §3). Parameters belong to the layers that add them.</summary>
internal sealed class StochasticGradientDescent(NetworkWeights weights, double momentum, double weightDecay)
{
    private readonly List<OptimizedParameter> _parameters = [];
    private readonly Dictionary<string, ParameterRole> _roles = weights.Spec.Parameters.ToDictionary(p => p.Name, p => p.Role);

    public IReadOnlyList<OptimizedParameter> Parameters => _parameters;

    public OptimizedParameter Add(string name, ScalarType type)
    {
        var parameter = new OptimizedParameter(name, weights[name], _roles[name] == ParameterRole.Kernel ? weightDecay : 0, type);
        _parameters.Add(parameter);
        return parameter;
    }

    public void Step(double learningRate)
    {
        foreach (OptimizedParameter parameter in _parameters) parameter.Step((float)learningRate, (float)momentum);
    }
}
