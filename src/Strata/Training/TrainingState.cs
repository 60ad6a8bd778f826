using System.Text.Json;
using Strata.Checkpoints;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Training;

/// <summary>
/// What must survive a kill: weights, momentum, the log up to the last whole epoch and what came after it, in one file that is replaced by
/// a rename.
/// </summary>
internal static class TrainingState
{
    private const string WeightPrefix = "weights/", MomentumPrefix = "momentum/";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static void Save(string path, Recipe recipe, IReadOnlyList<EpochRecord> log, EpochSoFar soFar, NetworkWeights weights,
        StochasticGradientDescent optimizer)
    {
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "strata training state 1",
            ["recipe"] = recipe.ToJson().ToJsonString(),
            ["log"] = JsonSerializer.Serialize(log, s_json),
            ["epoch"] = JsonSerializer.Serialize(soFar, s_json),
        };
        IEnumerable<KeyValuePair<string, TensorData>> momenta = optimizer.Parameters.Select(p =>
            KeyValuePair.Create(MomentumPrefix + p.Name,
                new TensorData([.. p.Momentum.shape.Select(s => (int)s)], TensorMemory.Span<float>(p.Momentum).ToArray())));
        SafetensorsFile.Write(path, metadata, weights.Values().Select(w => KeyValuePair.Create(WeightPrefix + w.Key, w.Value))
            .Concat(momenta));
    }

    /// <summary>
    /// The log so far and the epoch behind it, after filling weights and momenta; nothing of both where there is nothing to resume.
    /// </summary>
    /// <exception cref="StrataException">The state belongs to another recipe.</exception>
    public static (List<EpochRecord> Log, EpochSoFar Epoch) Load(string path, Recipe recipe, NetworkWeights weights,
        StochasticGradientDescent optimizer)
    {
        if (!File.Exists(path)) return ([], new());
        var (metadata, tensors) = SafetensorsFile.Read(path);
        if (metadata.GetValueOrDefault("recipe") != recipe.ToJson().ToJsonString())
            throw new StrataException(
                $"{path}: holds a training with another recipe, data or thread count; finish it with its own options, or begin anew with "
                + "--restart");
        var log = JsonSerializer.Deserialize<List<EpochRecord>>(metadata.GetValueOrDefault("log") ?? "[]", s_json)!;
        EpochSoFar epoch = JsonSerializer.Deserialize<EpochSoFar>(metadata.GetValueOrDefault("epoch") ?? "{}", s_json)!;

        float[] Values(string name, long count)
            => tensors.TryGetValue(name, out TensorData? tensor) && tensor.Values is float[] values && values.Length == count
                ? values
                : throw new InvalidFileException(path, $"tensor '{name}' with {count} numbers is missing");
        foreach (ParameterInfo parameter in weights.Spec.Parameters)
            weights.Write(parameter.Name, Values(WeightPrefix + parameter.Name, parameter.Count));
        foreach (OptimizedParameter parameter in optimizer.Parameters)
        {
            Span<float> momentum = TensorMemory.Span<float>(parameter.Momentum);
            Values(MomentumPrefix + parameter.Name, momentum.Length).CopyTo(momentum);
            parameter.Refresh();
        }
        return (log, epoch);
    }
}
