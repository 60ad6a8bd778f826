using Strata.Models;
using static TorchSharp.torch;

namespace Strata.Optimizers;

/// <summary>
/// Turns gradients into steps. Weight decay is on kernels only (P1 §3). Parameters belong to the operators that add them, which need not
/// know which optimizer it is.
/// </summary>
internal abstract class Optimizer(NetworkWeights weights, double weightDecay)
{
    private readonly List<OptimizedParameter> _parameters = [];
    private readonly Dictionary<string, ParameterRole> _roles = weights.Spec.Parameters.ToDictionary(p => p.Name, p => p.Role);

    /// <summary>What is kept of every number from step to step, by the names that the state of a training has.</summary>
    public abstract IReadOnlyList<string> Moments { get; }

    /// <summary>
    /// Whether a step is as small as its gradient. Where it is not, a gradient that is 0 by its definition must be computed as 0: what
    /// rounding leaves of it would move a weight as far as any other.
    /// </summary>
    public virtual bool FollowsSize => true;

    public IReadOnlyList<OptimizedParameter> Parameters => _parameters;

    /// <summary>Steps that were taken, those before an interruption included.</summary>
    public long Steps { get; set; }

    public OptimizedParameter Add(string name, ScalarType type)
    {
        double decay = _roles[name] == ParameterRole.Kernel ? weightDecay : 0;
        var parameter = new OptimizedParameter(name, weights[name], (float)decay, type, Moments.Count);
        _parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Takes the gradients that wait in the parameters.</summary>
    public void Step(double learningRate)
    {
        Steps++;
        foreach (OptimizedParameter parameter in _parameters)
        {
            if (parameter.Gradient is null) continue;
            Update(parameter, learningRate);
            parameter.EndStep();
        }
    }

    /// <summary>Moves the weights of a parameter by its gradient and its moments, which follow.</summary>
    protected abstract void Update(OptimizedParameter parameter, double learningRate);
}
