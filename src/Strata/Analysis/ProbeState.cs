using System.Text.Json;
using System.Text.Json.Serialization;
using Strata.Activations;
using Strata.Checkpoints;
using Strata.Runtime;

namespace Strata.Analysis;

/// <summary>What must survive a kill while probes are trained, in one safetensors file that is replaced by a rename.</summary>
/// <param name="path">Null: nothing is kept.</param>
internal sealed class ProbeState(string? path, TrainedModel model, ProbeOptions options, IReadOnlyDictionary<int, LinearProbe> probes)
{
    private static readonly JsonSerializerOptions s_json =
        new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    /// <summary>Everything that decides the bits.</summary>
    private readonly string _recipe = JsonSerializer.Serialize(
        new
        {
            weights = model.Weights.Hash(),
            data = model.Data.Hash,
            layers = probes.Keys.Order(),
            options,
            fraction = options.Fraction.ToString(),
            threads = Threads.Current
        }, s_json);

    /// <summary>Fills the probes and says where to go on: at the beginning where there is no state of this very training.</summary>
    public ProbePlaceInTime Load()
    {
        if (path is null || !File.Exists(path)) return new(0, 0, 0);
        var (metadata, tensors) = SafetensorsFile.Read(path);
        if (metadata.GetValueOrDefault("recipe") != _recipe) return new(0, 0, 0);
        try
        {
            var sums = JsonSerializer.Deserialize<Dictionary<int, Sums>>(metadata["sums"], s_json)!;
            foreach ((int layer, LinearProbe probe) in probes)
            {
                Sums sum = sums[layer];
                probe.Restore((name, count) => Values(tensors, $"{layer}.{name}", count), sum.Loss, sum.Right, sum.Problem,
                    sum.BestEpoch is { } epoch ? (epoch, sum.BestLoss) : null, sum.Stopped);
            }
            return JsonSerializer.Deserialize<ProbePlaceInTime>(metadata["at"], s_json)!;
        }
        catch (Exception damaged) when (damaged is JsonException or KeyNotFoundException)
        {
            throw new InvalidFileException(path, $"no state of linear probes: {damaged.Message}", damaged);
        }
    }

    public void Save(ProbePlaceInTime at)
    {
        if (path is null) return;
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "strata probes 2",
            ["recipe"] = _recipe,
            ["at"] = JsonSerializer.Serialize(at, s_json),
            ["sums"] = JsonSerializer.Serialize(probes.ToDictionary(p => p.Key,
                p => new Sums(p.Value.Loss, p.Value.Right, p.Value.Problem, p.Value.Best?.Epoch, p.Value.Best?.Loss ?? 0, p.Value.Stopped)),
                s_json),
        };
        SafetensorsFile.Write(path, metadata,
            probes.SelectMany(p =>
                p.Value.State.Select(s => KeyValuePair.Create($"{p.Key}.{s.Name}", new TensorData([s.Values.Length], s.Values)))));
    }

    public void Delete()
    {
        if (path is not null) File.Delete(path);
    }

    private float[] Values(IEnumerable<KeyValuePair<string, TensorData>> tensors, string name, int count)
        => tensors.FirstOrDefault(t => t.Key == name).Value?.Values is float[] values && values.Length == count ? values
        : throw new InvalidFileException(path!, $"tensor '{name}' with {count} numbers is missing");

    private sealed record Sums(double Loss, long Right, string? Problem, int? BestEpoch, double BestLoss, bool Stopped);
}
