using System.Diagnostics;
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
    /// <param name="say">Told where what was left is begun anew.</param>
    public static void Execute(CompareItem item, ArtifactStore store, ImageSet images, IProgress<WorkProgress> progress,
        Action<string> say, CancellationToken stop)
    {
        IEnumerable<Artifact> Sums(PlannedComparison comparison) => comparison.Sums(item.Similarity).Select(sums => sums.Artifact);
        using PairFolders folders = PairFolders.Open(store, item.Comparisons, comparison => comparison.Artifact());
        var clock = Stopwatch.StartNew();
        ComparisonOptions options = item.Similarity.Options;
        using var models = new OpenModels(item, folders.Missing, store, images);
        IReadOnlyList<PassFiles> passes = folders.Passes(comparison => [.. Sums(comparison).Select(store.FolderOf)]);
        IReadOnlyList<SimilarityMatrix> matrices = Resuming.OrAnew("comparison", say, () => ModelComparison.Compare(models.Sources,
            models.Pairs, options, new BatchProgress(progress), item.LargestLayer, passes, stop));
        // The group shares its forward passes, so each matrix bears an equal part of the time.
        double seconds = clock.Elapsed.TotalSeconds / matrices.Count;
        folders.Clear();
        foreach ((PlannedComparison comparison, SimilarityMatrix matrix) in folders.Missing.Zip(matrices))
        {
            string folder = store.WorkingFolderOf(comparison.Artifact());
            // Before the manifest, which lists all files.
            Heatmap.Write(matrix, Path.Combine(folder, "heatmap"));
            Manifest manifest = SimilarityManifest.Of(comparison.Name, comparison.Key, models.Inputs(comparison), options, shuffled: false,
                matrix, seconds);
            SimilarityFolder.Write(folder, matrix, manifest with { Warnings = [.. manifest.Warnings, .. images.Warnings] });
            store.Publish(comparison.Artifact());
            foreach (Artifact sums in Sums(comparison)) store.Remove(sums);
        }
    }
}
