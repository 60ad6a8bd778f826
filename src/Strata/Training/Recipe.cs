using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Models.Graph;
using Strata.Processor;
using Strata.Runtime;
using Strata.Settings;

namespace Strata.Training;

/// <summary>
/// Training options with every default settled for one architecture, one image set and this machine. Two trainings with the same
/// <see cref="Key"/> give the same bits.
/// </summary>
public sealed record Recipe
{
    /// <summary>Raised when a change here would give other bits for the same options.</summary>
    private const int Version = 1;

    private static readonly JsonSerializerOptions s_json =
        new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    private Recipe(ModelSpec model, ImageSet data, TrainingOptions options, int threads, string? start)
        => (Model, Data, DataHash, LeftOut, Options, Threads, Start) =
            (model, data.Name, data.Hash, data.Broken.Count, options, threads, start);

    public ModelSpec Model { get; }
    public string Data { get; }
    public string DataHash { get; }

    /// <summary>Broken images that the data lacks.</summary>
    public int LeftOut { get; }

    public int Threads { get; }

    /// <summary>Hash of the weights that training starts from; null: initial ones.</summary>
    public string? Start { get; }

    /// <summary>With nothing left to choose: augmentation, momentum and precision are settled.</summary>
    public TrainingOptions Options { get; }

    public bool Bf16 => Options.Precision == Precision.Bf16;

    /// <exception cref="InvalidOptionsException">Values out of range, a batch larger than the set, an architecture for other images; every
    /// problem at once.</exception>
    public static Recipe Settle(ModelSpec model, ImageSet data, TrainingOptions options, TrainingStart? start = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        List<string> problems = [.. TrainingSettings.All.ProblemsOf(options),
            .. TrainingSettings.Conflicts(options).Select(conflict => $"{conflict.Member}: {conflict.Problem}")];
        void Check(bool fine, string problem)
        {
            if (!fine) problems.Add(problem);
        }

        int examples = Subsets.Count(data.Train, options.Fraction, options.Subset);
        Check(data.Train.Count > 0, $"data: {data.Name} has no training images");
        Check(options.Batch <= examples || data.Train.Count == 0,
            $"batch: {options.Batch} is larger than the {examples} training examples");
        Check(model.Channels == data.Channels && model.Size == data.Height && model.Size == data.Width,
            $"model: {model.Name} takes {model.Channels}×{model.Size}×{model.Size} images, but {data.Name} has "
            + $"{data.Channels}×{data.Height}×{data.Width}");
        Check(model.Classes == data.Classes.Count,
            $"model: {model.Name} has {model.Classes} classes, but {data.Name} has {data.Classes.Count}");
        Check(!(options.Dropout > 0) || model.Graph.Nodes.Any(node => node.Operation is Operation.Dropout),
            $"dropout: {model.Name} has none");
        Check(!(options.StochasticDepth > 0) || model.Graph.Nodes.Any(node => node.Operation is Operation.StochasticDepth),
            $"stochasticDepth: {model.Name} has none");
        if (options.Augment == Augmentation.CropFlip && Augmenter.Problem(data) is { } tiny) problems.Add($"augment: {tiny}");
        options = options with
        {
            Precision = options.Precision == Precision.Auto ? (CpuFeatures.Detect().HasFastBf16 ? Precision.Bf16 : Precision.Fp32)
                : options.Precision,
        };
        if (MachineMemory.Problem($"batch: training {model.Name}", options.Batch,
            batch => TrainingMemory.Bytes(model, data, options with { Batch = batch }, Runtime.Threads.Current)) is { } large)
            problems.Add(large);
        if (problems.Count > 0) throw new InvalidOptionsException(problems);

        bool small = data.Height <= 16;
        return new(model, data, options with
        {
            Augment = options.Augment ?? (small || data.Channels != 3 ? Augmentation.None : Augmentation.CropFlip),
            // A model that was trained sees images as it did then.
            Normalize = start is null ? options.Normalize?.Settle(data) : start.Weights.Normalization,
            Factor = options.Schedule == ScheduleKind.Step ? options.Factor ?? .1 : null,
            BatchNormMomentum = options.BatchNormMomentum ?? (small ? 0.1 : 0.01),
        }, Runtime.Threads.Current, start?.Weights.Hash());
    }

    /// <summary>
    /// Everything that decides the bits, as JSON: architecture, data, options, threads, and the weights that it starts from where they are
    /// given.
    /// </summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["version"] = Version,
            ["model"] = JsonSerializer.SerializeToNode(Model.Metadata, s_json),
            ["data"] = Data,
            ["dataHash"] = DataHash,
            ["threads"] = Threads,
            ["options"] = OptionsJson(),
        };
        if (LeftOut > 0) json["brokenLeftOut"] = LeftOut;
        if (Start is not null) json["start"] = Start;
        return json;
    }

    /// <summary>
    /// The options of the training that a weights file comes from, before any pruning and fine-tuning; null where its metadata has none.
    /// </summary>
    public static TrainingOptions? OptionsOf(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        try
        {
            if ((metadata.GetValueOrDefault(Pruning.OriginalRecipe) ?? metadata.GetValueOrDefault("recipe")) is not { } text
                || JsonNode.Parse(text)?["options"] is not JsonObject json) return null;
            var fraction = Fraction.Parse(json["fraction"]?.GetValue<string>() ?? "1");
            json.Remove("fraction");
            return json.Deserialize<TrainingOptions>(s_json)! with { Fraction = fraction };
        }
        catch (Exception foreign) when (JsonProblem.IsOne(foreign))
        {
            return null;
        }
    }

    /// <summary>SHA-256 of <see cref="ToJson"/> in hexadecimal.</summary>
    public string Key => ContentHash.OfText(ToJson().ToJsonString());

    private JsonObject OptionsJson()
    {
        var json = (JsonObject)JsonSerializer.SerializeToNode(Options, s_json)!;
        json["fraction"] = Options.Fraction.ToString();
        return json;
    }
}
