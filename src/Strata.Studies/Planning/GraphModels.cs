using System.Text.Json.Nodes;
using Strata.Data;
using Strata.Onnx;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Studies.Planning;

/// <summary>Plans models that are ONNX graphs: each is tried out, and what was found of it goes into the plan.</summary>
internal static class GraphModels
{
    /// <inheritdoc cref="FileModels"/>
    public static PlannedModel Model(StudyModel asked, string path, ImageSet data, int threads, IReadOnlyList<PlannedModel> before)
    {
        var network = OnnxNetwork.Read(path, asked.Reading, data);
        if (network.Problem(data) is { } problem) throw new InvalidOptionsException(problem);
        Normalization? normalization = network.Normalization?.Settle(data);
        // A graph does not say what network it is: its file has a name.
        string group = asked.Group ?? FolderName.Part(network.Name), hash = network.File.Hash();
        var options = new TrainingOptions
        {
            Batch = Math.Min(new TrainingOptions().Batch, Math.Max(1, data.Train.Count)),
            Augment = Augmentation.None,
            Precision = Precision.Fp32,
            Normalize = normalization,
            Seed = FileModels.NextSeed(group, before),
        };
        int own = Planner.ThreadsFor(network.MultiplyAdds, options.Batch, threads);
        string key = ContentKey.Of("model", new JsonObject
        {
            ["graph"] = hash,
            ["normalize"] = normalization?.ToString(),
            ["size"] = asked.Reading.Size,
            ["data"] = data.Hash,
            ["threads"] = own,
        });
        string label = $"{group}-s{options.Seed}";
        return new()
        {
            Name = Planner.NameOf(data, label, key),
            Label = label,
            Key = key,
            Trained = true,
            File = new(path, hash, asked.Reading, Layout: null, asked.Group),
            Architecture = new Dictionary<string, string>(),
            Graph = new()
            {
                Opset = network.Opset,
                Producer = network.Producer,
                Batch = network.Batch,
                Answer = network.Logits is { } logits ? (int)network.Layers[logits].Features : null,
                Weights = network.WeightCount,
                MultiplyAdds = Math.Max(1, network.MultiplyAdds),
                Probed = network.Places.Sum(place => place.Layer.Features),
                Layers = network.Layers,
            },
            Training = options,
            Threads = own,
            MultiplyAdds = (double)Math.Max(1, network.MultiplyAdds) * data.Test.Count,
        };
    }
}
