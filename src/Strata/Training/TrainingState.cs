using System.Text.Json;
using Strata.Checkpoints;
using Strata.Models;
using Strata.Optimizers;
using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>
/// What must survive a kill: weights, the optimizer's moments, the log up to the last whole epoch and what came after it, in one file that
/// is replaced by a rename and carries a checksum.
/// </summary>
internal static class TrainingState
{
    private const string WeightPrefix = "weights/", What = "state of a training";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static void Save(
        string path, Recipe recipe, IReadOnlyList<EpochRecord> log, EpochSoFar soFar, NetworkWeights weights,
        Optimizer optimizer)
    {
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "strata training state 2",
            ["recipe"] = recipe.ToJson().ToJsonString(),
            ["log"] = JsonSerializer.Serialize(log, s_json),
            ["epoch"] = JsonSerializer.Serialize(soFar, s_json),
        };
        IEnumerable<KeyValuePair<string, TensorData>> moments = Moments(optimizer).Select(m => KeyValuePair.Create(m.Name,
            new TensorData([.. m.Values.shape.Select(s => (int)s)], TensorMemory.Span<float>(m.Values).ToArray())));
        SafetensorsFile.Write(path, metadata,
            weights.Values().Select(w => KeyValuePair.Create(WeightPrefix + w.Key, w.Value)).Concat(moments), seal: true);
    }

    /// <summary>
    /// The log so far and the epoch behind it, after filling weights and moments; nothing of both where there is nothing to resume.
    /// </summary>
    /// <param name="steps">Of an epoch.</param>
    /// <exception cref="UnusableStateException">The state is damaged, or belongs to another recipe; weights and moments may be half
    /// filled.</exception>
    public static (List<EpochRecord> Log, EpochSoFar Epoch) Load(
        string path, Recipe recipe, int steps, NetworkWeights weights, Optimizer optimizer)
    {
        if (!Path.Exists(path)) return ([], new());
        try
        {
            SafetensorsContent state = SafetensorsFile.Read(path);
            bool first = state.Metadata.GetValueOrDefault("format") == "strata training state 1";
            // The first version had no checksum.
            if (state.Integrity != (first ? SafetensorsIntegrity.Unsealed : SafetensorsIntegrity.Whole))
                throw new InvalidFileException(path, "is damaged: its checksum is that of other content");
            if (state.Metadata.GetValueOrDefault("recipe") != recipe.ToJson().ToJsonString())
                throw new UnusableStateException(path,
                    "holds a training with another recipe, data or thread count, to be finished with its own options");
            List<EpochRecord> log = Log(state, path, recipe.Options);
            EpochSoFar epoch = Fill(state, path, recipe.Options, steps, weights, optimizer);
            optimizer.Steps = (long)log.Count * steps + epoch.Steps;
            return (log, epoch);
        }
        catch (InvalidFileException damaged)
        {
            throw new UnusableStateException(path, damaged.Problem, damaged);
        }
    }

    private static List<EpochRecord> Log(SafetensorsContent state, string path, TrainingOptions options)
    {
        List<EpochRecord> log = Parse<List<EpochRecord>>(state, path, "log");
        for (int i = 0; i < log.Count; i++)
            if (EpochRecord.Problem(log[i], i + 1, options.Epochs) is { } problem)
                throw new InvalidFileException(path, $"{What}: log: {problem}");
        return log;
    }

    private static EpochSoFar Fill(
        SafetensorsContent state, string path, TrainingOptions options, int steps, NetworkWeights weights,
        Optimizer optimizer)
    {
        EpochSoFar epoch = Parse<EpochSoFar>(state, path, "epoch");
        bool possible = epoch.Steps >= 0 && epoch.Steps <= steps && double.IsFinite(epoch.Loss) && epoch.Right >= 0
            && epoch.Right <= (long)epoch.Steps * options.Batch
            && epoch.Seconds is >= 0 and < double.PositiveInfinity;
        if (!possible)
            throw new InvalidFileException(path,
                $"{What}: epoch: {epoch.Steps} steps of {steps}, {epoch.Right} right, loss {epoch.Loss}, {epoch.Seconds} s cannot be");

        float[] Values(string name, long count)
        {
            if (!state.Tensors.TryGetValue(name, out TensorData? tensor) || tensor.Values is not float[] values || values.Length != count)
                throw new InvalidFileException(path, $"{What}: tensor '{name}' with {count} numbers is missing");
            int wrong = Array.FindIndex(values, v => !float.IsFinite(v));
            return wrong < 0 ? values
                : throw new InvalidFileException(path,
                $"{What}: tensor '{name}' holds {values[wrong]} at {wrong}, expected finite numbers");
        }
        foreach (ParameterInfo parameter in weights.Spec.Parameters)
            weights.Write(parameter.Name, Values(WeightPrefix + parameter.Name, parameter.Count));
        foreach ((string name, Tensor values) in Moments(optimizer))
        {
            Span<float> moment = TensorMemory.Span<float>(values);
            Values(name, moment.Length).CopyTo(moment);
        }
        foreach (OptimizedParameter parameter in optimizer.Parameters) parameter.Refresh();
        return epoch;
    }

    /// <summary>What the optimizer keeps, as the file calls it, such as <c>momentum/stem.conv.weight</c>.</summary>
    private static IEnumerable<(string Name, Tensor Values)> Moments(Optimizer optimizer)
        => from parameter in optimizer.Parameters
           from moment in optimizer.Moments.Zip(parameter.Moments)
           select ($"{moment.First}/{parameter.Name}", moment.Second);

    private static T Parse<T>(SafetensorsContent state, string path, string name)
        => JsonFile.Guard(path, What, () => state.Metadata.TryGetValue(name, out string? text)
            ? JsonSerializer.Deserialize<T>(text, s_json)
            : throw new JsonException($"metadata '{name}' is missing"), line: null);
}
