using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Reporting;
using Strata.Studies.Running;
using Strata.Studies.Storage;

namespace Strata.Studies.Tests.Running;

/// <summary>Comparisons of a study whose passes are shared out to several steps.</summary>
public sealed class ShardTests(ShardTests.Unshared unshared) : IClassFixture<ShardTests.Unshared>, IDisposable
{
    private const int Threads = 2;

    private static readonly string[] s_sets =
    [
        "similarity.layers=add", "similarity.passes=5", "similarity.batch=64", "similarity.across=all", "analyses=[\"blocks\"]",
        "models=[{\"family\":\"resnet-cifar\",\"depth\":8,\"seeds\":3,\"trained\":false},"
            + "{\"family\":\"resnet-cifar\",\"depth\":14,\"seeds\":1,\"trained\":false}]",
    ];

    private static readonly WorkerLaunch s_launch = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Strata.Cli.dll"), "worker"]);

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The study of which each comparison is one step.</summary>
    public sealed class Unshared : IDisposable
    {
        private readonly Folder _folder = new();

        public Unshared()
        {
            StudyRun run = StudyRun.Prepare(Small.Study(s_sets), Path.Combine(_folder.Path, "whole"), Threads, "");
            run.Execute(Threads, s_launch, new Recorder(), TestContext.Current.CancellationToken);
            (Plan, Numbers, Models) = (run.Plan, NumbersOf(run), Path.Combine(run.Store.Root, "models"));
            Assert.Equal(2 * 10, Numbers.Count);
        }

        public Plan Plan { get; }

        /// <summary>The folder of the models, which every test begins with.</summary>
        public string Models { get; }

        public Dictionary<string, string> Numbers { get; }

        public void Dispose() => _folder.Dispose();
    }

    private StudyRun Prepare(int shards)
        => StudyRun.Prepare(Small.Study([.. s_sets, $"similarity.shards={shards}"]), Path.Combine(_folder.Path, "out"), Threads, "");

    private static RunOutcome Work(ArtifactStore store, PlannedStep step, Recorder? told = null)
        => StepRun.Execute(store, [step.Id], Threads, s_launch, told ?? new(), TestContext.Current.CancellationToken);

    [Fact]
    public void Shares_of_passes_are_steps_of_the_plan_and_change_no_key()
    {
        Plan plan = Prepare(3).Plan;
        Assert.Equal(unshared.Plan.Artifacts(), plan.Artifacts());
        PlannedStep[] shares = [.. plan.Steps.Where(IsShare)];
        Assert.Equal(3, shares.Length);
        PlannedStep merge = plan.Steps.Single(step => step.Makes[0].Kind == ArtifactKind.Similarity),
            whole = unshared.Plan.Steps.Single(step => step.Makes[0].Kind == ArtifactKind.Similarity);
        Assert.Equal((whole.Id, whole.Threads), (merge.Id, merge.Threads));
        Assert.Equal(whole.MultiplyAdds, shares.Sum(step => step.MultiplyAdds), 1e-6 * whole.MultiplyAdds);
        Assert.All(shares, step => Assert.Contains(step.Id, merge.Needs));
        Assert.Equal(plan.ToJson(), PlanFile.Read(Written(plan).PlanFile).ToJson());
    }

    [Theory]
    [InlineData("similarity.shards=6", "similarity.shards: 6 is more than the passes, of which there are 5")]
    [InlineData("similarity.batch=1000",
        "similarity.shards: 2 is more than the passes, of which there is 1, for a batch holds all examples")]
    public void More_shares_than_passes_are_refused(string set, string problem)
        => Assert.Contains(problem, Assert.Throws<InvalidOptionsException>(
            () => Small.Plan([.. s_sets, "similarity.shards=2", set])).Problems);

    [Fact]
    public void Steps_done_one_by_one_in_any_order_come_to_the_same_bits()
    {
        StudyRun run = Prepare(4);
        ArtifactStore store = Written(run.Plan);
        PlannedStep[] shares = [.. run.Plan.Steps.Where(IsShare)];
        PlannedStep merge = run.Plan.Steps.Single(step => step.Makes[0].Kind == ArtifactKind.Similarity);
        foreach (PlannedStep share in shares.Reverse().SkipLast(1)) Work(store, share);
        Assert.Contains($"needs sums{Path.DirectorySeparatorChar}", Assert.Throws<StrataException>(() => Work(store, merge)).Message);
        ArtifactStatus left = StudyStatus.Read(store).Artifacts.First(a => a.Artifact.StartsWith("similarity", StringComparison.Ordinal));
        Assert.Equal((ArtifactState.Left, "interrupted, 3 of 5 passes saved"), (left.State, left.Detail));
        Work(store, shares[0]);
        Damage(store, shares[2]);

        var told = new Recorder();
        Work(store, merge, told);

        Assert.Contains(told.Notes, note => note.Contains("is damaged", StringComparison.Ordinal));
        Assert.Equal(unshared.Numbers, NumbersOf(run));
        Assert.False(Directory.Exists(Path.Combine(store.Root, "sums")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(store.Root, ".*", SearchOption.AllDirectories));
        // What was made of them stands for them.
        Assert.All(shares, share => Assert.Equal(0, Work(store, share).Left));
        Assert.False(Directory.Exists(Path.Combine(store.Root, "sums")));
    }

    [Fact]
    public void A_share_that_was_killed_goes_on_from_the_passes_that_are_there()
    {
        StudyRun run = Prepare(2);
        ArtifactStore store = Written(run.Plan);
        PlannedStep share = run.Plan.Steps.First(IsShare);
        Work(store, share);
        // As a kill would leave it: not published, and a pass missing.
        string kept = "";
        foreach (Artifact sums in share.Makes)
        {
            Directory.Move(store.FolderOf(sums), store.WorkingFolderOf(sums));
            File.Delete(Path.Combine(store.WorkingFolderOf(sums), "manifest.json"));
            string[] passes = [.. Directory.GetFiles(store.WorkingFolderOf(sums)).Order()];
            Assert.Equal(3, passes.Length);
            File.Delete(passes[1]);
            kept = passes[0];
        }
        DateTime written = File.GetLastWriteTimeUtc(kept);
        Work(store, share);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(store.FolderOf(share.Makes[^1]), Path.GetFileName(kept))));
        run.Execute(Threads, s_launch, new Recorder(), TestContext.Current.CancellationToken);
        Assert.Equal(unshared.Numbers, NumbersOf(run));
    }

    [Fact]
    public async Task Two_runs_share_the_shares()
    {
        StudyRun run = Prepare(5);
        Written(run.Plan);
        Recorder[] told = [new(), new()];
        RunOutcome[] ended = await Task.WhenAll(told.Select(one => Task.Run(
            () => Prepare(5).Execute(Threads, s_launch, one, TestContext.Current.CancellationToken))));
        Assert.All(told, one => Assert.Empty(one.Lost));
        Assert.All(ended, outcome => Assert.Equal(0, outcome.Left));
        Assert.Equal(unshared.Numbers, NumbersOf(run));
        string[] done = [.. told.SelectMany(one => one.Done).Where(title => title.Contains("share", StringComparison.Ordinal))];
        Assert.Equal(done.Distinct(), done);
        RunOutcome again = Prepare(5).Execute(Threads, s_launch, new Recorder(), TestContext.Current.CancellationToken);
        Assert.Equal((0, run.Plan.Artifacts().Count()), (again.Made, again.Kept));
    }

    [Fact]
    public void A_network_that_is_lost_takes_no_others_comparisons_along()
    {
        StudyRun run = Prepare(2);
        ArtifactStore store = Written(run.Plan);
        Directory.Delete(store.FolderOf(run.Plan.Models[0].Artifact()), recursive: true);
        store.Fail(run.Plan.Models[0].Artifact(), "diverged", diverged: 1);
        RunOutcome outcome = run.Execute(Threads, s_launch, new Recorder(), TestContext.Current.CancellationToken);
        Assert.Equal(0, outcome.Left);
        Assert.All(run.Plan.Comparisons, c => Assert.Equal(c.A != run.Plan.Models[0].Name, store.Has(c.Artifact())));
        Assert.False(Directory.Exists(Path.Combine(store.Root, "sums")));
    }

    private static bool IsShare(PlannedStep step) => step.Makes[0].Kind == ArtifactKind.Sums;

    /// <summary>The folder with a plan and the models.</summary>
    private ArtifactStore Written(Plan plan)
    {
        var store = new ArtifactStore(Path.Combine(_folder.Path, "out"));
        AtomicFile.WriteText(store.PlanFile, plan.ToJson());
        foreach (string file in Directory.EnumerateFiles(unshared.Models, "*", SearchOption.AllDirectories))
        {
            string to = Path.Combine(store.Root, "models", Path.GetRelativePath(unshared.Models, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        return store;
    }

    private static void Damage(ArtifactStore store, PlannedStep share)
    {
        string file = Directory.GetFiles(store.FolderOf(share.Makes[1]), $"*{PassFiles.Extension}")[0];
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^9] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>Every value and standard error of the comparisons, with the file it is in.</summary>
    private static Dictionary<string, string> NumbersOf(StudyRun run)
        => run.Plan.Comparisons.SelectMany(c => new[] { "cka.npy", "stderr.npy" }.Select(
            file => Path.Combine(run.Store.FolderOf(c.Artifact()), file))).Where(File.Exists)
            .ToDictionary(file => Path.GetRelativePath(run.Store.Root, file), ContentHash.Of);
}
