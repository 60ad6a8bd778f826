using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Analysis;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Studies.Work;

namespace Strata.Studies.Analyses;

/// <summary>Whether a model of a study learned, from what its manifest says.</summary>
internal static class Learning
{
    /// <summary>The sentence about a model that did not learn; null for one that did, or was not to.</summary>
    /// <param name="folder">The model's.</param>
    public static string? Problem(string folder)
    {
        Manifest manifest = Manifest.Read(folder);
        if (manifest.Options["trained"] is JsonValue trained && trained.TryGetValue(out bool was) && !was) return null;
        if (manifest.Results["testAccuracy"] is not JsonValue value || !value.TryGetValue(out double accuracy)) return null;
        return (manifest.Results[TrainWork.Guessing]?.Deserialize<Guessing>(StudyJson.File) ?? Earlier(folder)).Problem(accuracy);
    }

    /// <summary>Models of earlier versions do not say how often the most frequent class is there: as if all were alike.</summary>
    private static Guessing Earlier(string folder)
    {
        using NpyReader predictions = NpyFile.Open(Path.Combine(folder, "predictions.npy"));
        return Analysis.Guessing.Of(1.0 / predictions.Shape[1], predictions.Shape[0]);
    }
}
