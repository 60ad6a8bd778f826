using System.Text.Json;
using System.Text.Json.Serialization;
using Strata.Activations;
using Strata.Checkpoints;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Analysis;

/// <summary>What must survive a kill while probes are trained, in one safetensors file that is replaced by a rename.</summary>
/// <param name="path">Null: nothing is kept.</param>
internal sealed class ProbeState(string? path, IImageNetwork model, ProbeOptions options, IReadOnlyDictionary<int, LinearProbe> probes)
{
    private const string What = "state of linear probes";

    private static readonly JsonSerializerOptions s_json =
        new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    /// <summary>Everything that decides the bits.</summary>
    private readonly string _recipe = JsonSerializer.Serialize(
        new
        {
            weights = model.WeightsHash(),
            data = model.Data.Hash,
            layers = probes.Keys.Order(),
            options,
            fraction = options.Fraction.ToString(),
            threads = Threads.Current
        }, s_json);

    /// <summary>Fills the probes and says where to go on: at the beginning where there is no state of this very training.</summary>
    /// <param name="steps">Of an epoch.</param>
    /// <exception cref="UnusableStateException">It is damaged; the probes may be half filled.</exception>
    public ProbePlaceInTime Load(int steps)
    {
        if (path is null || !Path.Exists(path)) return new(0, 0, 0);
        try
        {
            SafetensorsContent state = SafetensorsFile.Read(path);
            // The second version had no checksum.
            if (state.Integrity != SafetensorsIntegrity.Whole
                && (state.Integrity, state.Metadata.GetValueOrDefault("format")) != (SafetensorsIntegrity.Unsealed, "strata probes 2"))
                throw new InvalidFileException(path, "is damaged: its checksum is that of other content");
            return state.Metadata.GetValueOrDefault("recipe") == _recipe ? JsonFile.Guard(path, What, () => Fill(state, steps), line: null)
                : new(0, 0, 0);
        }
        catch (InvalidFileException damaged)
        {
            throw new UnusableStateException(path, damaged.Problem, damaged);
        }
    }

    private ProbePlaceInTime Fill(SafetensorsContent state, int steps)
    {
        ProbePlaceInTime at = JsonSerializer.Deserialize<ProbePlaceInTime>(state.Metadata["at"], s_json)
            ?? throw new JsonException("'at' is null");
        bool possible = at.Epoch >= 0 && at.Epoch <= options.Epochs && at.Step >= 0 && at.Step <= steps
            && at.Seconds is >= 0 and < double.PositiveInfinity;
        if (!possible) throw new JsonException($"epoch {at.Epoch}, step {at.Step} of {steps} after {at.Seconds} s cannot be");
        var sums = JsonSerializer.Deserialize<Dictionary<int, Sums>>(state.Metadata["sums"], s_json)!;
        foreach ((int layer, LinearProbe probe) in probes)
        {
            Sums sum = sums[layer];
            if (!double.IsFinite(sum.Loss) || sum.Right < 0 || sum.BestEpoch is { } best && (best < 1 || best > at.Epoch + 1))
                throw new JsonException($"the sums of layer {layer} cannot be");
            probe.Restore((name, count) => Values(state.Tensors, $"{layer}.{name}", count), sum.Loss, sum.Right, sum.Problem,
                sum.BestEpoch is { } epoch ? (epoch, sum.BestLoss) : null, sum.Stopped);
        }
        return at;
    }

    public void Save(ProbePlaceInTime at)
    {
        if (path is null) return;
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "strata probes 3",
            ["recipe"] = _recipe,
            ["at"] = JsonSerializer.Serialize(at, s_json),
            ["sums"] = JsonSerializer.Serialize(probes.ToDictionary(p => p.Key,
                p => new Sums(p.Value.Loss, p.Value.Right, p.Value.Problem, p.Value.Best?.Epoch, p.Value.Best?.Loss ?? 0, p.Value.Stopped)),
                s_json),
        };
        SafetensorsFile.Write(path, metadata,
            probes.SelectMany(p =>
                p.Value.State.Select(s => KeyValuePair.Create($"{p.Key}.{s.Name}", new TensorData([s.Values.Length], s.Values)))),
                    seal: true);
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
