using System.Diagnostics;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Work;

/// <summary>Makes the folders with the sums of a share of passes, of a group of comparisons.</summary>
internal static class SumWork
{
    /// <param name="say">Told where what was left is begun anew.</param>
    public static void Execute(SumItem item, ArtifactStore store, ImageSet images, IProgress<WorkProgress> progress, Action<string> say,
        CancellationToken stop)
    {
        Artifact Made(PlannedComparison comparison)
            => comparison.Sums(item.Similarity).First(sums => sums.Shard == item.Shard).Artifact;
        using PairFolders folders = PairFolders.Open(store, item.Comparisons, Made);
        var clock = Stopwatch.StartNew();
        using var models = new OpenModels(item, folders.Missing, store, images);
        Resuming.OrAnew($"share {item.Shard} of the passes", say, () => ModelComparison.Sum(models.Sources, models.Pairs,
            item.Similarity.Options, folders.Passes(_ => []), item.Shard, new BatchProgress(progress), item.LargestLayer, stop));
        double seconds = clock.Elapsed.TotalSeconds / folders.Missing.Count;
        foreach (PlannedComparison comparison in folders.Missing)
        {
            Artifact made = Made(comparison);
            new Manifest
            {
                Kind = ArtifactKind.InManifest(made.Kind),
                Name = made.Name,
                Key = made.Key,
                Inputs = models.Inputs(comparison),
                Options = SimilarityManifest.OptionsOf(item.Similarity.Options),
                Environment = RunEnvironment.Capture(Threads.Current),
                Seconds = seconds,
                Created = DateTimeOffset.UtcNow,
                Warnings = [],
                Results = [],
            }.Write(store.WorkingFolderOf(made));
            store.Publish(made);
        }
    }
}
