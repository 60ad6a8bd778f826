using Strata.Models;
using Strata.Runtime;
using Strata.Studies.Estimation;
using Strata.Studies.Planning;
using Strata.Studies.Storage;
using Strata.Studies.Work;
using Strata.Training;

namespace Strata.Studies.Tests.Estimation;

public sealed class PlanEstimateTests
{
    private const string Kinds =
        """
        analyses=["blocks","components","without-components","dominant-images","without-images","sparsity","probes",
                  "collapse","stability","correspondence","distances","errors"]
        """;

    private const string Models =
        """models=[{"family":"resnet-cifar","depth":8,"width":[0.5,1],"seeds":3},{"family":"resnet-cifar","depth":8,"trained":false}]""";

    [Fact]
    public void A_training_takes_its_steps_and_its_tests()
    {
        Plan plan = Small.Plan("analyses=[]", "similarity.within=false", "training.epochs=10", "training.evaluateEvery=5");
        double forward = plan.Models[0].MultiplyAddsPerImage, steps = 3 * forward * (1297 / 128 * 128) * 10, tests = forward * 500 * 3;
        // Two networks side by side.
        Assert.Equal(steps / Constant.TrainingSpeed + tests / Constant.PassSpeed, Estimate(plan).Seconds, 1e-9);
        Assert.Equal(2 * (steps + tests), Estimate(plan).MultiplyAdds);
    }

    [Fact]
    public void A_comparison_of_two_networks_has_the_passes_and_Grams_of_both()
    {
        Plan apart = Small.Plan("analyses=[]", "similarity.within=false"),
            across = Small.Plan("analyses=[]", "similarity.within=false", "similarity.across=seeds", "similarity.passes=3",
                "similarity.batch=100");
        ModelSpec spec = across.Models[0].Spec!;
        double features = spec.Layers.Sum(l => (double)l.Features), layers = spec.Layers.Count;
        double expected = 1500 * (2 * (spec.MultiplyAdds + 50 * features) + 50 * layers * layers) / Constant.ComparisonSpeed;
        Assert.Equal(expected, Estimate(across).Seconds - Estimate(apart).Seconds, 1e-9 * expected);
    }

    [Fact]
    public void A_batch_beyond_the_images_is_all_of_them_once()
    {
        PlanEstimate whole = Estimate(Small.Plan("similarity.batch=500", "similarity.passes=1")),
            beyond = Estimate(Small.Plan("similarity.batch=100000", "similarity.passes=7"));
        Assert.Equal(whole with { Measured = default }, beyond with { Measured = default });
    }

    [Fact]
    public void Every_kind_of_work_has_a_time_and_more_of_it_takes_longer()
    {
        // One step at a time: of two, those that meet are others where there are more.
        PlanEstimate some = Estimate(Small.Plan(Models, "similarity.across=all"), threads: 1),
            all = Estimate(Small.Plan(Models, "similarity.across=all", Kinds), threads: 1);
        Assert.True(some.Seconds < all.Seconds && double.IsFinite(all.Seconds));
        Assert.True(some.Bytes <= all.Bytes);
    }

    [Fact]
    public void What_diverged_is_not_counted_again()
    {
        using var folder = new Folder();
        Plan plan = Small.Plan();
        var store = new ArtifactStore(folder.Path);
        store.Fail(plan.Models[0].Artifact(), "the loss is not finite", 1);
        PlanEstimate all = Estimate(plan), left = PlanEstimate.Of(plan, store, s_none, 2, 1, Small.Digits, new Constant())!;
        Assert.Equal(all.MultiplyAdds / 2, left.MultiplyAdds);
        store.Fail(plan.Models[1].Artifact(), "the loss is not finite", 1);
        Assert.Null(PlanEstimate.Of(plan, store, s_none, 2, 1, Small.Digits, new Constant()));
    }

    [Fact]
    public void What_another_study_lends_is_no_work()
    {
        using var folder = new Folder();
        Plan plan = Small.Plan();
        var store = new ArtifactStore(folder.Path);
        PlanEstimate all = Estimate(plan);
        var lent = new HashSet<Artifact> { plan.Models[0].Artifact() };
        PlanEstimate left = PlanEstimate.Of(plan, store, lent, 2, 1, Small.Digits, new Constant())!;
        Assert.Equal(all.MultiplyAdds - plan.Models[0].MultiplyAdds, left.MultiplyAdds);
        Assert.Null(PlanEstimate.Of(plan, store, plan.Artifacts().ToHashSet(), 2, 1, Small.Digits, new Constant()));
    }

    [Fact]
    public void A_comparison_without_components_takes_at_least_what_the_comparison_takes()
    {
        Plan without = Small.Plan("""analyses=["without-components"]""");
        PlannedAnalysis analysis = without.Analyses[0];
        PlannedComparison within = without.Comparisons.First(c => c.A == analysis.Models[0] && c.B == c.A);
        Assert.True(analysis.MultiplyAdds >= PlannedComparison.Cost([within]));
    }

    [Fact]
    public void A_comparison_without_images_takes_less_the_fewer_are_left()
    {
        Plan without = Small.Plan("""analyses=["dominant-images","without-images"]""", "similarity.withoutImages=[0.1,0.5]");
        PlannedAnalysis[] analyses = [.. without.Of(Study.WithoutImages).Take(2)];
        PlannedComparison within = without.Comparisons.First(c => c.A == analyses[0].Models[0] && c.B == c.A);
        Assert.InRange(analyses[0].MultiplyAdds, 0.9 * PlannedComparison.Cost([within]), double.MaxValue);
        Assert.InRange(analyses[1].MultiplyAdds, 0.1 * analyses[0].MultiplyAdds, 0.6 * analyses[0].MultiplyAdds);
    }

    /// <summary>Where memory is short, batches are small, and passes for components keep to them.</summary>
    [Fact]
    public void Components_of_what_is_compared_come_in_batches_no_larger_than_the_comparisons()
    {
        double Memory(int batch, string kind)
        {
            Plan plan = Small.Plan("analyses=[\"dominant-images\",\"without-images\"]", $"similarity.batch={batch}", "models[0].width=8");
            var items = new WorkItems(plan, "none");
            return plan.Steps.Where(step => step.Makes.Any(made => made.Folder.Contains(kind, StringComparison.Ordinal)))
                .Max(step => StepMemory.Bytes(step, items.Of(step.Makes), Small.Digits));
        }
        foreach (string kind in (string[])[Study.DominantImages, Study.WithoutImages])
            Assert.True(Memory(16, kind) < Memory(250, kind) - (20L << 20), kind);
    }

    [Fact]
    public void Measuring_leaves_threads_and_output_as_they_were()
    {
        using var folder = new Folder();
        int before = Threads.Current;
        PlanEstimate estimate = PlanEstimate.Of(Small.Plan(Models, "similarity.across=all", Kinds, "probes.epochs=1"),
            new ArtifactStore(folder.Path), s_none, threads: 2, machines: 1)!;
        Assert.True(double.IsFinite(estimate.Seconds) && estimate.Seconds > 0);
        Assert.Equal(before, Threads.Current);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private static readonly HashSet<Artifact> s_none = [];

    private static PlanEstimate Estimate(Plan plan, int threads = 2)
    {
        using var folder = new Folder();
        return PlanEstimate.Of(plan, new ArtifactStore(folder.Path), s_none, threads, machines: 1, Small.Digits, new Constant())!;
    }

    /// <summary>Speeds that depend on nothing.</summary>
    private sealed class Constant : ISpeeds
    {
        public const double TrainingSpeed = 7e8, PassSpeed = 3e8, ComparisonSpeed = 1e9;

        public double Training(ModelSpec spec, TrainingOptions options, int threads) => TrainingSpeed;

        public double Pass(PlannedModel model, int threads) => PassSpeed;

        public double Comparison(PlannedModel model, int batch, int threads) => ComparisonSpeed;
    }
}
