using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Activations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Report;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Running;

/// <summary>Makes the similarity folders of a group of models.</summary>
internal static class CompareWork
{
    public static void Execute(CompareItem item, ArtifactStore store, ImageSet images, IProgress<WorkProgress> progress,
        CancellationToken stop)
    {
        // Seen by 'strata status' as being at work.
        foreach (PlannedComparison comparison in item.Comparisons) Directory.CreateDirectory(store.WorkingFolderOf(comparison.Artifact()));
        var clock = Stopwatch.StartNew();
        var models = item.Models.ToDictionary(m => m.Name);
        IReadOnlyList<SimilarityMatrix> matrices;
        var sources = new List<IActivationSource>();
        try
        {
            foreach (PlannedModel model in item.Models)
                sources.Add(TrainedModel.Open(Path.Combine(store.FolderOf(model.Artifact()), "weights.safetensors"), images, model.Name));
            int Place(string name) => sources.FindIndex(s => s.Name == name);
            matrices = ModelComparison.Compare(sources, [.. item.Comparisons.Select(c => (Place(c.A), Place(c.B)))],
                item.Similarity.Options, new Batches(progress), item.LargestLayer, stop);
        }
        finally
        {
            foreach (IActivationSource source in sources) source.Dispose();
        }

        double seconds = clock.Elapsed.TotalSeconds / matrices.Count;
        foreach ((PlannedComparison comparison, SimilarityMatrix matrix) in item.Comparisons.Zip(matrices))
        {
            using WorkingFolder folder = WorkingFolder.OpenEmpty(store, comparison.Artifact());
            var manifest = new Manifest
            {
                Kind = "similarity",
                Name = comparison.Name,
                Key = comparison.Key,
                Inputs = new Dictionary<string, string>
                {
                    ["data"] = images.Hash,
                    ["a"] = models[comparison.A].Key,
                    ["b"] = models[comparison.B].Key
                },
                Options = (JsonObject)JsonSerializer.SerializeToNode(new
                {
                    item.Similarity.Layers,
                    item.Similarity.Batch,
                    item.Similarity.Passes,
                    item.Similarity.MaxExamples
                }, StudyJson.Line)!,
                Environment = RunEnvironment.Capture(Threads.Current),
                // The group shares its forward passes, so each matrix bears an equal part of the time.
                Seconds = seconds,
                Created = DateTimeOffset.UtcNow,
                Warnings = [.. matrix.Warnings],
                Results = [],
            };
            SimilarityFolder.Write(folder.Path, matrix, manifest);
            Heatmap.Write(matrix, Path.Combine(folder.Path, "heatmap"));
            folder.Publish();
        }
    }

    private sealed class Batches(IProgress<WorkProgress> progress) : IProgress<ComparisonProgress>
    {
        public void Report(ComparisonProgress value)
            => progress.Report(new(value.Share, $"batch {value.Batches} of {value.TotalBatches}", null));
    }
}
