using System.Collections.Concurrent;
using Strata.Studies.Planning;
using Strata.Studies.Running;
using Strata.Studies.Storage;
using Strata.Studies.Work;

namespace Strata.Studies.Tests.Running;

/// <summary>Worker processes without the run that started them.</summary>
public sealed class WorkerTests : IDisposable
{
    private static readonly WorkerLaunch s_launch = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Strata.Cli.dll"), "worker"]);

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_dies_right_after_it_has_handed_out_work_leaves_no_worker_that_does_it()
    {
        Plan plan = Small.Plan("training.epochs=2", "models[0].seeds=1");
        var store = new ArtifactStore(_folder.Path);
        for (int attempt = 0; attempt < 20; attempt++)
        {
            var received = new ConcurrentQueue<WorkerMessage?>();
            using (var worker = new WorkerProcess(s_launch, 1, (_, message) => received.Enqueue(message)))
            {
                worker.Send(new() { Item = new TrainItem(store.Root, plan.Source, new(), plan.DataHash, plan.Models[0]) });
                // The input ends while the worker is starting, as it does when the run is killed then; disposal waits for the process.
            }
            Assert.False(store.Has(plan.Models[0].Artifact()));
            Assert.DoesNotContain(received, message => message is { Done: true });
        }
    }

    [Fact]
    public void One_at_a_time_works_in_a_folder_and_keeps_it_until_it_has_its_final_name()
    {
        var store = new ArtifactStore(_folder.Path);
        Artifact model = Small.Plan("models[0].seeds=1").Models[0].Artifact();
        WorkingFolder first = WorkingFolder.Open(store, model);
        void SomebodyElseIsTurnedAway() => Assert.StartsWith($"process {Environment.ProcessId} on ",
            Assert.Throws<HeldException>(() => WorkingFolder.Open(store, model)).By);
        File.WriteAllText(Path.Combine(first.Path, "content"), "first");
        SomebodyElseIsTurnedAway();
        Assert.Equal(Environment.ProcessId, store.MakerOf(model)!.ProcessId);
        first.Publish();
        SomebodyElseIsTurnedAway();
        first.Dispose();
        Assert.Null(store.MakerOf(model));
        using WorkingFolder next = WorkingFolder.Open(store, model);
        Assert.Empty(Directory.EnumerateFileSystemEntries(next.Path));
        Assert.Equal(["content"], Directory.EnumerateFileSystemEntries(store.FolderOf(model)).Select(Path.GetFileName));
    }
}
