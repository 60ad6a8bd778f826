using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Analysis;
using Strata.Analysis.Populations;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Training;

namespace Strata.Studies.Tests.Format;

/// <summary>The library, the study file and its schema agree on what an option may be; the command line asks the library.</summary>
public class OptionRangesTests
{
    private static readonly ImageSet s_digits = ImageSets.Load("digits");
    private static readonly ModelSpec s_model = ResNetCifar.Create(14, 1, 10, 1, 8);

    [Fact]
    public void Training()
    {
        static void Settle(TrainingOptions options) => Recipe.Settle(s_model, s_digits, options);
        Agree(TrainingRanges.Epochs, "training.epochs", v => Settle(new() { Epochs = v }));
        Agree(TrainingRanges.Batch, "training.batch", v => Settle(new() { Batch = v }));
        Agree(TrainingRanges.LearningRate, "training.learningRate", v => Settle(new() { LearningRate = v }));
        Agree(TrainingRanges.Momentum, "training.momentum", v => Settle(new() { Momentum = v }));
        Agree(TrainingRanges.WeightDecay, "training.weightDecay", v => Settle(new() { WeightDecay = v }));
        Agree(TrainingRanges.BatchNormMomentum, "training.batchNormMomentum", v => Settle(new() { BatchNormMomentum = v }));
        Agree(TrainingRanges.EvaluateEvery, "training.evaluateEvery", v => Settle(new() { EvaluateEvery = v }));
    }

    [Fact]
    public void Similarity()
    {
        Agree(ComparisonRanges.Batch, "similarity.batch", v => new ComparisonOptions { Batch = v }.Validate());
        Agree(ComparisonRanges.Passes, "similarity.passes", v => new ComparisonOptions { Passes = v }.Validate());
        Agree(ComparisonRanges.MaxExamples, "similarity.maxExamples", v => new ComparisonOptions { MaxExamples = v }.Validate());
        // A study that takes components off takes at least one.
        Agree(ComparisonRanges.WithoutComponents with { Minimum = 1 }, "similarity.withoutComponents",
            v => new ComparisonOptions { WithoutComponents = v == 0 ? -1 : v }.Validate());
    }

    [Fact]
    public void Probes()
    {
        static void Validate(ProbeOptions options) => options.Validate(s_model, s_digits);
        Agree(ProbeRanges.Epochs, "probes.epochs", v => Validate(new() { Epochs = v }));
        Agree(ProbeRanges.Batch, "probes.batch", v => Validate(new() { Batch = v }));
        Agree(ProbeRanges.LearningRate, "probes.learningRate", v => Validate(new() { LearningRate = v }));
        Agree(ProbeRanges.Momentum, "probes.momentum", v => Validate(new() { Momentum = v }));
        Agree(ProbeRanges.Patience, "probes.patience", v => Validate(new() { Patience = v }));
    }

    [Fact]
    public void Thresholds_components_and_errors()
    {
        Agree(BlockRanges.Threshold, "blocks.threshold", v => new BlockOptions { Threshold = v }.Validate());
        Agree(BlockRanges.Threshold, "blocks.share", v => new BlockOptions { Share = v }.Validate());
        Agree(BlockRanges.Threshold, "blocks.componentShare", v => new BlockOptions { ComponentShare = v }.Validate());
        Agree(BlockRanges.Threshold, "blocks.componentLayers", v => new BlockOptions { ComponentLayers = v }.Validate());
        Agree(ComponentRanges.MaxExamples, "collapse.maxExamples", v => new CollapseOptions { MaxExamples = v }.Validate());
        Agree(ComponentRanges.MaxExamples, "components.maxExamples", v => new ComponentOptions { MaxExamples = v }.Validate());
        Agree(ComponentRanges.Leading, "components.leading",
            v => new ComponentOptions { Leading = v, Vectors = v + ComponentRanges.Spare }.Validate());
        Agree(PopulationRanges.Resamples with { Minimum = 0 }, "errors.resamples",
            v => new PopulationOptions { Resamples = v }.Validate());
    }

    [Fact]
    public void What_a_study_takes_for_its_components_the_library_takes_too()
        => Read($"components.leading={ComponentRanges.Leading.Maximum}").PrincipalComponents.Validate();

    /// <param name="library">Throws for what the library refuses, if only because of other options.</param>
    private static void Agree<T>(OptionRange<T> range, string path, Action<T> library) where T : struct, INumber<T>, IMinMaxValue<T>
    {
        T step = T.Zero is double ? T.CreateChecked(1e-9) : T.One;
        (T inside, T outside) = range.Below ? (range.Maximum - step, range.Maximum) : (range.Maximum, range.Maximum + step);
        (T low, T under) = range.Above ? (range.Minimum + step, range.Minimum) : (range.Minimum, range.Minimum - step);
        foreach (T fine in (T[])[inside, low])
        {
            Read($"{path}={fine}");
            if (Record.Exception(() => library(fine)) is InvalidOptionsException wrong)
                Assert.DoesNotContain(wrong.Problems, p => p.EndsWith($"{range}", StringComparison.Ordinal));
        }
        foreach (T wrong in (T[])(range.Maximum == T.MaxValue ? [under] : [outside, under]))
        {
            string message = Assert.Throws<InvalidOptionsException>(() => Read($"{path}={wrong}")).Message;
            Assert.Contains($"{range}", message, StringComparison.Ordinal);
            Assert.Throws<InvalidOptionsException>(() => library(wrong));
        }
        JsonObject schema = Schema(path);
        Assert.Equal(range.Maximum, schema[range.Below ? "exclusiveMaximum" : "maximum"]!.Deserialize<T>());
        Assert.Equal(range.Minimum, schema[range.Above ? "exclusiveMinimum" : "minimum"]!.Deserialize<T>());
    }

    private static Study Read(string set)
        => StudyFile.Parse(
            """{ "name": "s", "data": { "source": "digits" }, "models": [{ "family": "resnet-cifar", "depth": 14 }] }"""u8,
            "s.json", [set]);

    /// <summary>The part of the schema that has the limits: a choice with null or with a list holds it first or last.</summary>
    private static JsonObject Schema(string path)
    {
        JsonNode node = JsonNode.Parse(StudyFile.Schema())!;
        foreach (string name in path.Split('.')) node = node["properties"]![name]!;
        IEnumerable<JsonObject> choices = node["anyOf"] is JsonArray any ? any.OfType<JsonObject>() : [(JsonObject)node];
        return choices.First(choice => choice.ContainsKey("maximum") || choice.ContainsKey("exclusiveMaximum"));
    }
}
