using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Strata.Analysis.Populations;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Report;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Running;

/// <summary>Makes the errors folder of two populations from their models' predictions, with pictures of the examples that differ most.</summary>
internal static class ErrorsWork
{
    public static void Execute(ErrorsItem item, ArtifactStore store, ImageSet images, IProgress<WorkProgress> progress)
    {
        var clock = Stopwatch.StartNew();
        PlannedErrors errors = item.Errors;
        var models = item.Models.ToDictionary(m => m.Name);
        using WorkingFolder folder = WorkingFolder.OpenEmpty(store, errors.Artifact);
        Population a = Read(errors.A, errors.ModelsA, models, store, images), b = Read(errors.B, errors.ModelsB, models, store, images);
        progress.Report(new(0.5, $"{a.Models} against {b.Models} models", null));
        var options = new PopulationOptions { Resamples = errors.Resamples };
        PopulationComparison found = PopulationComparison.Of(a, b, images.Test.Labels, errors.Groups is { } groups ? new(groups) : null, options);
        foreach (int index in found.AheadA.Concat(found.AheadB).Select(e => e.Index).Distinct())
            AtomicFile.Write(Path.Combine(folder.Path, PictureName(index)), stream => stream.Write(ImagePng.Of(images, images.Test, index)));
        PopulationFigures.Write(found, Path.Combine(folder.Path, "errors"), new() { A = errors.A, B = errors.B, Classes = images.Classes });
        ErrorsFolder.Write(folder.Path, found, new Manifest
        {
            Kind = "errors",
            Name = errors.Name,
            Key = errors.Key,
            Inputs = errors.ModelsA.Concat(errors.ModelsB).ToDictionary(name => name, name => models[name].Key),
            Options = new JsonObject { ["resamples"] = errors.Resamples },
            Environment = RunEnvironment.Capture(Threads.Current),
            Seconds = clock.Elapsed.TotalSeconds,
            Created = DateTimeOffset.UtcNow,
            Warnings = [.. found.Warnings],
            Results = [],
        });
        folder.Publish();
    }

    public static string PictureName(int index) => $"example-{index}.png";

    private static Population Read(string name, IReadOnlyList<string> members, Dictionary<string, PlannedModel> models, ArtifactStore store, ImageSet images)
    {
        float[,,] probabilities = new float[members.Count, images.Test.Count, images.Classes.Count];
        int each = images.Test.Count * images.Classes.Count;
        for (int m = 0; m < members.Count; m++)
        {
            string path = Path.Combine(store.FolderOf(models[members[m]].Artifact()), "predictions.npy");
            using NpyReader file = NpyFile.Open(path);
            if (file.Shape is not [int examples, int classes] || examples != images.Test.Count || classes != images.Classes.Count)
                throw new InvalidFileException(path, $"has shape [{string.Join(", ", file.Shape)}], expected [{images.Test.Count}, {images.Classes.Count}]");
            file.ReadAllFloats().CopyTo(MemoryMarshal.CreateSpan(ref probabilities[m, 0, 0], each));
        }
        return Population.FromProbabilities(name, probabilities);
    }
}
