using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Tests.Training;

public class RecipeTests
{
    private static readonly ImageSet s_set = Sets.Stripes(size: 9);
    private static readonly ModelSpec s_spec = ResNetCifar.Create(8, 1, 4, 3, 9);

    private static Recipe Settle(TrainingOptions options) => Recipe.Settle(s_spec, s_set, options);

    [Fact]
    public void A_recipe_of_the_first_options_is_written_as_it_always_was()
        => Assert.Equal("""{"epochs":300,"batch":16,"learningRate":0.01,"momentum":0.9,"weightDecay":0.005,"augment":"none",""" + """
            "batchNormMomentum":0.1,"fraction":"1","subset":"balanced","evaluateEvery":1,"precision":"fp32","seed":0}
            """,
            Settle(new() { Batch = 16, Precision = Precision.Fp32 }).ToJson()["options"]!.ToJsonString());

    [Fact]
    public void Every_option_is_part_of_the_recipe_and_is_read_again()
    {
        TrainingOptions plain = new() { Batch = 16, Epochs = 10, Precision = Precision.Fp32 };
        TrainingOptions[] others =
        [
            plain with { Optimizer = OptimizerKind.AdamW },
            plain with { Nesterov = true },
            plain with { Schedule = ScheduleKind.Step, Milestones = [3, 7] },
            plain with { Schedule = ScheduleKind.Step, Milestones = [3, 7], Factor = .5 },
            plain with { Schedule = ScheduleKind.Constant },
            plain with { WarmUp = 2 },
            plain with { LabelSmoothing = .1 },
            plain with { Augment = Augmentation.RandomResizedCrop },
            plain with { Normalize = Normalization.Parse("set", null) },
            plain with { Snapshots = SnapshotEpochs.Parse("every:3", null) },
        ];
        Assert.Equal(others.Length + 1, others.Prepend(plain).Select(options => Settle(options).Key).Distinct().Count());
        Assert.All(others, options =>
        {
            Recipe recipe = Settle(options);
            var metadata = new Dictionary<string, string> { ["recipe"] = recipe.ToJson().ToJsonString() };
            Assert.Equal(recipe.Key, Settle(Recipe.OptionsOf(metadata)!).Key);
        });
    }

    [Fact]
    public void What_options_cannot_say_together_is_told_at_once()
    {
        string[] problems = [.. Assert.Throws<InvalidOptionsException>(() => Settle(new()
        {
            Batch = 16,
            Epochs = 5,
            Optimizer = OptimizerKind.AdamW,
            Nesterov = true,
            Milestones = [9],
            Factor = .5,
            WarmUp = 5,
            Dropout = .5,
            Snapshots = SnapshotEpochs.Parse("2,6", null),
        })).Problems];
        foreach (string name in (string[])["nesterov", "milestones", "factor", "warmUp", "dropout", "snapshots"])
            Assert.Contains(problems, problem => problem.StartsWith($"{name}: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1,3,5,10", "1,3,5,10")]
    [InlineData("10, 3,1,3", "1,3,10")]
    [InlineData("every:5", "every:5")]
    [InlineData("0,1", null)]
    [InlineData("every:0", null)]
    [InlineData("1,,2", null)]
    [InlineData("99999999999", null)]
    public void Epochs_of_snapshots_are_read_in_one_order(string text, string? read)
        => Assert.Equal(read, SnapshotEpochs.TryParse(text, null, out SnapshotEpochs? epochs) ? epochs.ToString() : null);
}
