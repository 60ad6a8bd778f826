using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Running;
using Strata.Studies.Storage;

namespace Strata.Studies.Tests.Running;

/// <summary>Steps of a plan done one by one, as on machines of which each knows only the folder.</summary>
public sealed class StepRunTests(FinishedStudy finished) : IClassFixture<FinishedStudy>, IDisposable
{
    private static readonly WorkerLaunch s_launch = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Strata.Cli.dll"), "worker"]);

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static RunOutcome Work(ArtifactStore store, params string[] ids)
        => StepRun.Execute(store, ids, 1, s_launch, new Recorder(), TestContext.Current.CancellationToken);

    private ArtifactStore Planned(Plan plan)
    {
        var store = new ArtifactStore(Path.Combine(_folder.Path, "out"));
        AtomicFile.WriteText(store.PlanFile, plan.ToJson());
        return store;
    }

    [Fact]
    public void All_steps_of_a_plan_make_what_a_run_makes_and_none_does_it_twice()
    {
        Plan plan = FinishedStudy.Prepare(_folder.Path).Plan;
        ArtifactStore store = Planned(plan);
        string[] heavy = [.. plan.Steps.Where(step => !step.IsLight).Select(step => step.Id)],
            light = [.. plan.Steps.Where(step => step.IsLight).Select(step => step.Id)];
        foreach (string id in heavy) Assert.Equal((1, 0), Work(store, id) is var made ? (made.Made == 0 ? 0 : 1, made.Kept) : default);
        Assert.Equal(light.Length, Work(store, light).Made);
        Assert.Equal((0, light.Length), Work(store, light) is var again ? (again.Made, again.Kept) : default);
        Assert.Equal(0, Work(store, heavy).Made);
        Assert.All(plan.Artifacts(), artifact => Assert.True(store.Has(artifact)));
        Assert.Equal(Numbers(finished.Original), Numbers(store.Root));
        Assert.Empty(Directory.EnumerateFiles(store.Root, ".*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_step_whose_inputs_are_not_there_says_which()
    {
        Plan plan = Small.Plan();
        ArtifactStore store = Planned(plan);
        PlannedStep blocks = plan.Steps.First(step => step.Id.StartsWith("blocks-", StringComparison.Ordinal));
        Assert.StartsWith($"{blocks.Id}: needs similarity/", Assert.Throws<StrataException>(() => Work(store, blocks.Id)).Message);
        Assert.Null(store.FailureOf(blocks.Makes[0]));
        Assert.Matches($"has no step '{blocks.Id[..^1]}'; did you mean '{blocks.Id}'",
            Assert.Throws<StrataException>(() => Work(store, blocks.Id[..^1])).Message);
    }

    [Fact]
    public void A_step_whose_inputs_failed_is_lost_with_them()
    {
        Plan plan = Small.Plan("models[0].seeds=1");
        ArtifactStore store = Planned(plan);
        store.Fail(plan.Models[0].Artifact(), "no memory");
        RunOutcome outcome = Work(store, plan.Steps[^1].Id);
        FailedStep failed = Assert.Single(outcome.Failures);
        Assert.Equal((plan.Models[0].Artifact().Folder, "no memory", 1), (failed.Artifact, failed.Reason, failed.Dependents));
        // The step itself is tried again.
        Assert.Equal(1, Work(store, plan.Steps[0].Id).Made);
    }

    [Fact]
    public void A_plan_of_an_earlier_version_has_no_steps()
    {
        ArtifactStore store = Planned(Small.Plan() with { Format = 4, Steps = [] });
        Assert.Contains("has no steps, being of an earlier version", Assert.Throws<InvalidFileException>(() => Work(store, "x")).Message);
        ArtifactStore later = Planned(Small.Plan() with { Format = Plan.CurrentFormat + 1 });
        Assert.Contains($"format {Plan.CurrentFormat + 1} is not", Assert.Throws<InvalidFileException>(() => Work(later, "x")).Message);
    }

    /// <summary>Every number that was computed, with the file it is in.</summary>
    private static Dictionary<string, string> Numbers(string output) => Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".npy" or ".safetensors" or ".parquet")
        .ToDictionary(file => Path.GetRelativePath(output, file), file => ContentHash.Of(file));
}
