using System.Diagnostics;
using Strata.Activations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Report;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Work;

/// <summary>Makes the similarity folders of a group of models.</summary>
internal static class CompareWork
{
    public static void Execute(CompareItem item, ArtifactStore store, ImageSet images, IProgress<WorkProgress> progress,
        CancellationToken stop)
    {
        var folders = new List<WorkingFolder>();
        try
        {
            var missing = new List<PlannedComparison>();
            foreach (PlannedComparison comparison in item.Comparisons)
            {
                folders.Add(WorkingFolder.OpenEmpty(store, comparison.Artifact()));
                // Else made by another run while this one was on its way.
                if (!store.Has(comparison.Artifact())) missing.Add(comparison);
            }
            if (missing.Count == 0) throw HeldException.Made(folders[0].Path);
            Make(item with { Comparisons = missing }, store, images, progress, stop);
        }
        finally
        {
            foreach (WorkingFolder folder in folders) folder.Dispose();
        }
    }

    private static void Make(CompareItem item, ArtifactStore store, ImageSet images, IProgress<WorkProgress> progress,
        CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var models = item.Models.ToDictionary(m => m.Name);
        ComparisonOptions options = item.Similarity.Options;
        IReadOnlyList<SimilarityMatrix> matrices;
        var sources = new List<IActivationSource>();
        try
        {
            foreach (PlannedModel model in item.Models)
                sources.Add(
                    TrainedModel.Open(Path.Combine(store.FolderOfWhole(model.Artifact()), "weights.safetensors"), images, model.Name));
            int Place(string name) => sources.FindIndex(s => s.Name == name);
            (int, int)[] pairs = [.. item.Comparisons.Select(c => (Place(c.A), Place(c.B)))];
            matrices = ModelComparison.Compare(sources, pairs, options, new Batches(progress), item.LargestLayer, stop);
        }
        finally
        {
            foreach (IActivationSource source in sources) source.Dispose();
        }

        // The group shares its forward passes, so each matrix bears an equal part of the time.
        double seconds = clock.Elapsed.TotalSeconds / matrices.Count;
        foreach ((PlannedComparison comparison, SimilarityMatrix matrix) in item.Comparisons.Zip(matrices))
        {
            string folder = store.WorkingFolderOf(comparison.Artifact());
            var inputs = new Dictionary<string, string>
            {
                ["data"] = images.Hash,
                ["a"] = models[comparison.A].Key,
                ["b"] = models[comparison.B].Key,
            };
            // Before the manifest, which lists all files.
            Heatmap.Write(matrix, Path.Combine(folder, "heatmap"));
            Manifest manifest = SimilarityManifest.Of(comparison.Name, comparison.Key, inputs, options, shuffled: false, matrix, seconds);
            SimilarityFolder.Write(folder, matrix, manifest with { Warnings = [.. manifest.Warnings, .. images.Warnings] });
            store.Publish(comparison.Artifact());
        }
    }

    private sealed class Batches(IProgress<WorkProgress> progress) : IProgress<ComparisonProgress>
    {
        public void Report(ComparisonProgress value)
            => progress.Report(new(value.Share, $"batch {value.Batches} of {value.TotalBatches}", null));
    }
}
