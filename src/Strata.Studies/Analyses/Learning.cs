using System.Text.Json.Nodes;
using Strata.Analysis;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Runtime;
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
        Guessing guessing = manifest.Results[TrainWork.Guessing] is { } said
            ? JsonFile.Part<Guessing>(said, Path.Combine(folder, Manifest.FileName), "manifest: guessing", StudyJson.File)
            : Earlier(folder);
        return guessing.Problem(accuracy);
    }

    /// <summary>Models of earlier versions do not say how often the most frequent class is there: as if all were alike.</summary>
    private static Guessing Earlier(string folder)
    {
        using NpyReader predictions = NpyFile.Open(Path.Combine(folder, "predictions.npy"));
        return predictions.Shape is [var examples, var classes] ? Analysis.Guessing.Of(1.0 / classes, examples)
            : throw new InvalidFileException(predictions.Path,
                $"has shape [{string.Join(", ", predictions.Shape)}], expected probabilities [examples, classes]");
    }
}
