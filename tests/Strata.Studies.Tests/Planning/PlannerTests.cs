using Strata.Data;
using Strata.Runtime;
using Strata.Studies.Planning;

namespace Strata.Studies.Tests.Planning;

public class PlannerTests
{
    private static HashSet<string> ModelKeys(params string[] sets) => [.. Small.Plan(sets).Models.Select(m => m.Key)];

    [Fact]
    public void A_set_without_test_images_is_refused_before_anything_is_trained()
    {
        StrataException refused = Assert.Throws<StrataException>(
            () => Small.PlanOf(Small.Study(), Small.Digits with { Test = new HeldExamples([], []) }));
        Assert.StartsWith("digits has no test split", refused.Message);
    }

    [Fact]
    public void The_same_study_gives_the_same_plan() => Assert.Equal(Small.Plan().ToJson(), Small.Plan().ToJson());

    [Fact]
    public void A_plan_reads_as_it_was_written()
    {
        using var folder = new Folder();
        Plan plan = Small.Plan("similarity.across=[[\"*\", \"*\"]]", "data.fractions=[1, \"1/4\"]");
        string path = Path.Combine(folder.Path, "plan.json");
        File.WriteAllText(path, plan.ToJson());
        Assert.Equal(plan.ToJson(), Plan.Parse(path).ToJson());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"format\": 99}")]
    public void What_is_no_plan_is_refused(string text)
    {
        using var folder = new Folder();
        string path = Path.Combine(folder.Path, "plan.json");
        File.WriteAllText(path, text);
        Assert.Throws<InvalidFileException>(() => Plan.Parse(path));
    }

    [Fact]
    public void Names_say_data_architecture_fraction_seed_and_key()
    {
        Plan plan = Small.Plan("data.fractions=[1, \"1/4\"]", "models[0].width=[1, 1.5]", "models[0].seeds=[3]");
        Assert.Equal(["resnet8-1x-s3", "resnet8-1.5x-s3", "resnet8-1x-1of4-s3", "resnet8-1.5x-1of4-s3"], plan.Models.Select(m => m.Label));
        Assert.All(plan.Models, m => Assert.Equal($"digits-{m.Label}-{m.Key[..6]}", m.Name));
        Assert.Equal("digits-cnn8-1x-s0-untrained",
            string.Join('-', Small.Plan("models[0].residual=false", "models[0].trained=false").Models[0].Name.Split('-')[..^1]));
    }

    [Fact]
    public void Every_rate_is_trained_with_every_decay_and_names_say_which()
    {
        Plan plan = Small.Plan("training.learningRate=[0.01, 0.1]", "training.weightDecay=[2e-3, 1e-2]", "models[0].seeds=[3]");
        Assert.Equal(["resnet8-1x-r0.01-d0.002-s3", "resnet8-1x-r0.01-d0.01-s3", "resnet8-1x-r0.1-d0.002-s3", "resnet8-1x-r0.1-d0.01-s3"],
            plan.Models.Select(m => m.Label));
        Assert.Equal([(.01, 2e-3), (.01, 1e-2), (.1, 2e-3), (.1, 1e-2)],
            plan.Models.Select(m => (m.Training.LearningRate, m.Training.WeightDecay)));
        Assert.Equal(["resnet8-1x-r0.01-s3", "resnet8-1x-r0.1-s3"],
            Small.Plan("training.learningRate=[0.01, 0.1]", "models[0].seeds=[3]").Models.Select(m => m.Label));
    }

    [Fact]
    public void A_model_of_one_recipe_has_the_key_that_it_has_among_several()
        => Assert.Superset(ModelKeys("training.weightDecay=0.01"), ModelKeys("training.weightDecay=[0.002, 0.01]"));

    [Fact]
    public void A_control_is_made_once_for_all_recipes()
        => Assert.Equal(ModelKeys("models[0].trained=false"), ModelKeys("models[0].trained=false", "training.learningRate=[0.01, 0.1]"));

    [Theory]
    [InlineData("training.epochs=2")]
    [InlineData("training.batch=64")]
    [InlineData("training.learningRate=0.02")]
    [InlineData("training.momentum=0.5")]
    [InlineData("training.weightDecay=0")]
    [InlineData("training.augment=crop-flip")]
    [InlineData("training.batchNormMomentum=0.2")]
    [InlineData("data.fractions=1/2")]
    [InlineData("models[0].depth=14")]
    [InlineData("models[0].width=2")]
    [InlineData("models[0].residual=false")]
    [InlineData("models[0].trained=false")]
    [InlineData("models[0].seeds=[7, 8]")]
    public void Whatever_decides_a_model_decides_its_key(string set) => Assert.Empty(ModelKeys().Intersect(ModelKeys(set)));

    [Theory]
    [InlineData("training.augment=none")]
    [InlineData("training.batchNormMomentum=0.1")]
    [InlineData("similarity.passes=1")]
    [InlineData("report.title=Other")]
    [InlineData("name=other")]
    public void What_changes_no_model_keeps_its_key(string set) => Assert.Equal(ModelKeys(), ModelKeys(set));

    [Fact]
    public void The_precision_and_the_threads_of_a_large_network_are_part_of_its_key()
    {
        Assert.NotEqual(ModelKeys("training.precision=fp32"), ModelKeys("training.precision=bf16"));
        Study large = Small.Study("models[0].width=20", "models[0].depth=38");
        PlannedModel two = Small.PlanOf(large, Small.Digits).Models[0],
            three = Small.PlanOf(large, Small.Digits, 3).Models[0];
        Assert.Equal((2, 3), (two.Threads, three.Threads));
        Assert.NotEqual(two.Key, three.Key);
    }

    [Fact]
    public void Small_networks_get_a_thread_each_whatever_the_machine_has()
    {
        Assert.All(Small.Plan().Models, m => Assert.Equal(1, m.Threads));
        Assert.Equal(Small.PlanOf(Small.Study(), Small.Digits).Models[0].Key,
            Small.PlanOf(Small.Study(), Small.Digits, 64).Models[0].Key);
    }

    [Fact]
    public void A_control_does_not_depend_on_the_recipe_of_training()
        => Assert.Equal(ModelKeys("models[0].trained=false"),
            ModelKeys("models[0].trained=false", "training.epochs=99", "training.learningRate=0.5", "training.precision=bf16"));

    /// <summary>What a control is made of does not change with the default of a training: results of earlier versions stay.</summary>
    [Fact]
    public void A_controls_key_has_the_decay_that_it_always_had()
        => Assert.All(Small.Plan("models[0].trained=false").Models, m => Assert.Equal(2e-3, m.Training.WeightDecay));

    [Fact]
    public void A_control_is_made_once_for_all_fractions()
        => Assert.Equal(["resnet8-1x-s0-untrained"],
            Small.Plan("models[0].trained=false", "models[0].seeds=1", "data.fractions=[\"1/4\", 1]").Models.Select(m => m.Label));

    [Theory]
    [InlineData("none", 0)]
    [InlineData("seeds", 2)] // of each depth, one pair of seeds
    [InlineData("all", 6)]
    [InlineData("[[\"resnet8-1x-s0\", \"resnet14-*\"]]", 2)]
    [InlineData("[[\"*-s0\", \"*-s0\"]]", 1)]
    public void Across_says_which_pairs_are_compared(string across, int pairs)
    {
        Plan plan = Small.Plan("models[0].depth=[8, 14]", $"similarity.across={across}");
        Assert.Equal(4 + pairs, plan.Comparisons.Count);
        Assert.Equal(plan.Models.Select(m => m.Name), plan.Comparisons.Take(4).Select(c => c.Name));
        Assert.All(plan.Comparisons.Skip(4), c => Assert.Equal($"{c.A}~{c.B}", c.Name));
        Assert.Equal(plan.Artifacts().Count(), plan.Artifacts().Distinct().Count());
    }

    [Fact]
    public void Seeds_of_another_fraction_or_training_are_no_pair()
        => Assert.Equal(2, Small.Plan("data.fractions=[1, \"1/2\"]", "similarity.across=seeds").Comparisons.Count(c => c.A != c.B));

    [Fact]
    public void What_only_the_images_show_is_told_all_at_once()
    {
        IReadOnlyList<string> problems = Assert.Throws<InvalidOptionsException>(() => Small.Plan(
            "data.fractions=[1, \"1/100\"]", "similarity.layers=stages.9.*", "similarity.across=[[\"resnet8-1x-s9\", \"*\"]]")).Problems;
        Assert.Contains(problems, p => p.StartsWith("models[0] with fraction 1/100: batch: 128 ", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.StartsWith("similarity.layers: resnet8-1x: ", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.StartsWith("similarity.across: 'resnet8-1x-s9' names no model", StringComparison.Ordinal));
    }

    [Fact]
    public void Options_of_a_comparison_decide_its_key_and_that_of_the_verdict()
    {
        Plan one = Small.Plan(), other = Small.Plan("similarity.batch=100");
        Assert.Equal(one.Models[0].Key, other.Models[0].Key);
        Assert.NotEqual(one.Comparisons[0].Key, other.Comparisons[0].Key);
        Assert.NotEqual(one.Of(Study.Blocks).First().Key, other.Of(Study.Blocks).First().Key);
        Assert.Equal(one.Of(Study.Components).First().Key, other.Of(Study.Components).First().Key);
    }

    [Fact]
    public void Analyses_that_are_not_asked_for_are_not_planned()
    {
        Plan plan = Small.Plan("analyses=[]");
        Assert.Empty(plan.Analyses);
        Assert.DoesNotContain(plan.Artifacts(), a => a.Kind is not (ArtifactKind.Model or ArtifactKind.Similarity));
    }

    [Theory]
    [InlineData("models[0].residual=false", "analyses=[\"collapse\",\"sparsity\"]", "collapse: no model has residual connections")]
    [InlineData("models[0].seeds=1", "analyses=[\"blocks\",\"stability\"]", "stability: no two networks differ in their seed alone")]
    public void What_is_asked_for_and_comes_to_nothing_is_told(string models, string analyses, string message)
    {
        var said = new List<string>();
        StudyRun.Prepare(Small.Study(models, analyses), "nowhere", 2, "", new() { Say = said.Add });
        Assert.Contains(message, Assert.Single(said), StringComparison.Ordinal);
        said.Clear();
        StudyRun.Prepare(Small.Study(analyses), "nowhere", 2, "", new() { Say = said.Add });
        Assert.Empty(said);
    }

    [Fact]
    public void A_comparison_larger_than_memory_is_refused_before_anything_is_trained()
    {
        const int Many = 200_000;
        ImageSet digits = Small.Digits, large = digits with { Test = new HeldExamples(new byte[Many * digits.ImageBytes], new int[Many]) };
        InvalidOptionsException wrong =
            Assert.Throws<InvalidOptionsException>(() => Small.PlanOf(Small.Study($"similarity.batch={Many}"), large));
        Assert.StartsWith($"similarity.batch: 30 layers × {Many} examples take ", Assert.Single(wrong.Problems));
        // Small batches of as many are no problem.
        Small.PlanOf(Small.Study("similarity.batch=256"), large);
    }
}
