using Strata.Analysis;
using Strata.Analysis.Populations;
using Strata.Data;
using Strata.Report.Tests.Page;

namespace Strata.Report.Tests;

public class AnswerTests
{
    private static Answer Of(StudyContent study) => new(new StudyView(study));

    private static string Sentence(StudyContent study, string factor)
        => Assert.Single(Of(study).Sentences, sentence => sentence.StartsWith(factor + ":", StringComparison.Ordinal))
            .Replace(Format.Space, ' ');

    [Fact]
    public void Says_what_each_factor_does_counting_the_networks_that_differ_in_it_alone()
    {
        StudyContent study = Samples.Study();
        // RN-14 and RN-38 at 1x and 2x on all data.
        Assert.Equal("Depth: no block structure at depth 14 or depth 38; mean test accuracy 87.9 % → 90.3 %.", Sentence(study, "Depth"));
        // RN-38 at 1x and 2x saw both amounts, RN-38-4x only the smaller one.
        Assert.Equal("Data: block structure in 2 of 2 at 1/16 of the data and 0 of 4 at all data; mean test accuracy 76.2 % → 90.3 %.",
            Sentence(study, "Data"));
        // Wide networks on a part of the data are in no mean with those that saw all: every line counts once, where all lines are.
        Assert.Equal("Width: block structure in 1 of 4 at width 1x, 1 of 4 at width 2x and 1 of 1 at width 4x; mean test accuracy "
            + "83.3 % → 86.3 % from width 1x to width 2x.", Sentence(study, "Width"));
        Assert.StartsWith("Training: block structure in 0 of 1 untrained and 1 of 3 trained", Sentence(study, "Training"));
        Assert.StartsWith("Seed: block structure in no seed of ResNet-38-1x, all data (0 of 2) and ResNet-38-2x, all data (0 of 2); across "
            + "seeds CKA", Sentence(study, "Seed"));
        Assert.DoesNotContain(Of(study).Sentences, sentence => sentence.StartsWith("Learning rate", StringComparison.Ordinal));
    }

    [Fact]
    public void Gives_three_numbers_and_names_networks_apart_from_the_sentences()
    {
        Answer answer = Of(Samples.Study());
        Assert.Equal(3, answer.Numbers.Count);
        Assert.Equal(("3 of 9", "trained networks have block structure"), answer.Numbers[0]);
        Assert.Equal("74.7–91.8 %", answer.Numbers[1].Number.Replace(Format.Space, ' '));
        (string verdict, IReadOnlyList<string> networks) = answer.Verdicts.First();
        Assert.Equal("block structure", verdict);
        Assert.Contains("ResNet-38-4x, 1/16 of the data, seed 0 at 80.7 %", networks.Select(name => name.Replace(Format.Space, ' ')));
    }

    [Fact]
    public void Says_so_where_nothing_was_searched()
    {
        ModelContent model = Samples.Model(14, 1, Fraction.One, 0, true);
        StudyContent study = Samples.Study() with { Models = [model], Comparisons = [Samples.Within(model, false) with { Block = null }] };
        Assert.Equal(["Blocks have not been looked for."], Of(study).Sentences);
        // Of one that did not learn they were looked for, and it is evidence of nothing all the same.
        StudyContent unlearned = study with
        {
            Models = [model with { DidNotLearn = "its accuracy is that of guessing" }],
            Comparisons = [Samples.Within(model, true)],
        };
        Assert.Empty(Of(unlearned).Sentences);
        Assert.Equal(["This study has no models yet."], Of(study with { Models = [], Comparisons = [] }).Sentences);
    }

    /// <summary>A network without components hid the large windows of all others, and made their known causes unknown.</summary>
    [Fact]
    public void Where_one_cause_is_unknown_all_are_counted_by_their_large_windows()
    {
        StudyContent study = Samples.Study();
        LayerMap[] maps = [.. study.Comparisons];
        LayerMap Unknown(LayerMap map) => map with
        {
            Shares = null,
            Block = map.Block! with { Verdict = BlockStructure.CauseUnknown, LargeWindow = true, Components = null },
        };
        maps[2] = Unknown(maps[2]);
        maps[3] = maps[3] with { Block = maps[3].Block! with { Verdict = BlockStructure.SimilarLayers, LargeWindow = true } };
        Assert.StartsWith("Depth: a large window of similar layers in 0 of 2 at depth 14 and 2 of 4 at depth 38;",
            Sentence(study with { Comparisons = maps }, "Depth"));
        maps[3] = Unknown(maps[3]);
        StudyContent one = study with { Models = [.. study.Models.Take(6)], Comparisons = [.. maps.Take(6)] };
        Assert.StartsWith("Depth: a large window of similar layers (cause unknown) in 0 of 2 at depth 14 and 2 of 4 at depth 38;",
            Sentence(one, "Depth"));
        // Another study's networks are not counted by what this one does not know.
        Assert.StartsWith("Depth in other: no block structure", Sentence(one with
        {
            Models = [.. one.Models.Select(model => model with { Study = "one" }),
                .. one.Models.Select(model => model with { Study = "other", Name = model.Name + "-2" })],
            Comparisons = [.. one.Comparisons, .. study.Comparisons.Take(6).Select(map
                => map with { A = map.A + "-2", B = map.B + "-2", Models = [map.A + "-2"] })],
        }, "Depth in other"));
    }

    [Fact]
    public void Networks_that_came_in_files_are_not_called_trained()
    {
        ModelContent model = Samples.Model(38, 1, Fraction.One, 0, true);
        StudyContent study = Samples.Study() with { Models = [model with { Seed = null }], Comparisons = [Samples.Within(model, true)] };
        Assert.Equal(["1 of 1 network has block structure."], Of(study).Sentences);
    }

    [Fact]
    public void A_study_of_one_network_has_a_sentence_too()
    {
        ModelContent model = Samples.Model(38, 1, Fraction.One, 0, true);
        StudyContent study = Samples.Study() with { Models = [model], Comparisons = [Samples.Within(model, true)] };
        Assert.Equal(["1 of 1 trained network has block structure."], Of(study).Sentences);
    }

    [Fact]
    public void Says_which_layers_can_go_in_every_seed()
    {
        StudyContent study = Samples.Study();
        ExpendableBranches[] Of3(int first, int second, int third) => [new(0, first, 6), new(1, second, 6), new(2, third, 6)];
        ModelContent[] models = [.. study.Models.Select((model, i) => i switch
        {
            0 => model with { Expendable = [new(0, 0, 2), new(1, 0, 2), new(2, 0, 2)] },
            2 => model with { Expendable = Of3(2, 5, 4) },
            3 => model with { Expendable = Of3(3, 1, 4) },
            _ => model,
        })];
        Assert.Equal("Layers: for at most a point of accuracy in every seed the last residual branches of a stage can go, of ResNet-38-1x, "
            + "all data (2 of 6 in stage 0, 1 of 6 in stage 1, 4 of 6 in stage 2); none of ResNet-14-1x, all data.",
            Sentence(study with { Models = models }, "Layers"));
        ModelContent[] alone = [.. models.Select((model, i) => i == 3 ? model with { Expendable = [] } : model)];
        Assert.Contains("in its only seed so far", Sentence(study with { Models = alone }, "Layers"), StringComparison.Ordinal);
        var view = new StudyView(study with { Models = models });
        string Fact(int model) => Strata.Report.Page.Facts.Of(view, view.Within(models[model])!)
            .Single(fact => fact.Name == "Layers that can go").Value;
        Assert.Equal("the last residual branches, 3 of 6 in stage 0, 1 of 6 in stage 1, 4 of 6 in stage 2, for at most a point of accuracy",
            Fact(3));
        Assert.StartsWith("none", Fact(0));
        models = [.. models.Select(model => model with
        {
            Expendable = [.. model.Expendable.Select(stage => stage with { Branches = 0 })],
        })];
        Assert.StartsWith("Layers: no network can do without", Sentence(study with { Models = models }, "Layers"));
        Assert.DoesNotContain(Of(study).Sentences, sentence => sentence.StartsWith("Layers", StringComparison.Ordinal));
    }

    [Fact]
    public void Says_how_alike_two_networks_are_that_were_compared_with_each_other_alone()
    {
        StudyContent study = Samples.Study();
        LayerMap across = study.Comparisons.First(map => !map.Matrix.Within);
        study = study with
        {
            Models = [.. study.Models.Where(model => model.Name == across.A || model.Name == across.B)
                .Select(model => model with { TestAccuracy = null, Seed = null, Variant = model.Name })],
            Comparisons = [across],
        };
        string found = Assert.Single(Of(study).Sentences);
        Assert.Matches("^Across: mean CKA of ResNet.* and ResNet.* is .*of the layers are most like themselves in the other network",
            found.Replace(Format.Space, ' '));
        Assert.Empty(Of(study with { Models = [study.Models[0] with { DidNotLearn = "it guesses" }, study.Models[1]] }).Sentences);
    }

    [Fact]
    public void Studies_that_are_shown_as_one_have_sentences_of_their_own()
    {
        StudyContent first = Samples.Study() with { Name = "first" }, second = Samples.WithUnlearned() with { Name = "second" };
        IReadOnlyList<string> sentences = Of(JoinedContent.Of([first, second])).Sentences;
        Assert.Single(sentences, sentence => sentence.StartsWith("Depth in first: no block structure", StringComparison.Ordinal));
        Assert.Single(sentences, sentence => sentence.StartsWith("Depth in second:", StringComparison.Ordinal));
    }

    [Fact]
    public void Says_the_recipe_that_it_holds_for()
        => Assert.Contains("one recipe (60 epochs, learning rate 0.05): another rate",
            Of(Samples.Study() with { Recipe = "60 epochs, learning rate 0.05" }).Recipe);

    [Fact]
    public void A_network_that_did_not_learn_has_its_own_sentence_and_no_part_in_any_other()
    {
        Answer answer = Of(Samples.WithUnlearned());
        Assert.Equal("3 of 8", answer.Numbers[0].Number);
        Assert.StartsWith("74.7", answer.Numbers[1].Number);
        Assert.Contains("ResNet-38-1x, all data, seed 0: did not learn: test accuracy 11.4 %",
            answer.Unlearned!.Replace(Format.Space, ' '));
        Assert.DoesNotContain(answer.Sentences, sentence => sentence.Contains("11.4", StringComparison.Ordinal));
        Assert.Null(Of(Samples.Study()).Unlearned);
    }

    [Fact]
    public void Says_that_models_diverged()
    {
        ModelContent model = Samples.Model(14, 1, Fraction.One, 0, true) with { DivergedAtEpoch = 3, TestAccuracy = 0.1 };
        StudyContent study = Samples.Study() with { Models = [model], Comparisons = [Samples.Within(model, false)] };
        Assert.Contains("training diverged at epoch 3; it is left out", Of(study).Unlearned);
        Assert.Empty(Of(study).Numbers);
    }

    /// <summary>A quotient of estimates leaves the range of a share where classes explain nothing, or all.</summary>
    [Fact]
    public void What_classes_explain_of_the_errors_is_said_as_a_share()
    {
        StudyContent study = PopulationSamples.Study(models: 8);
        ErrorsContent errors = study.Errors[0];
        GroupEffect effect = errors.Comparison.Effect with { V2Corrected = -.02, Interval = [-.07, 1.1], Note = null };
        errors = errors with { Comparison = errors.Comparison with { Effect = effect } };
        Assert.Contains("classes explain 0.0 % of what is beyond chance (95 % interval 0.0 % to 100.0 %)",
            Sentence(study with { Errors = [errors] }, "Errors"));
    }

    [Fact]
    public void Says_what_is_left_of_large_windows_without_the_images_that_dominate()
    {
        StudyContent study = Samples.Study();
        LayerMap[] own = [.. study.Comparisons.Where(map => map.Matrix.Within && map.Block is { LargeWindow: true } && Trained(map))];
        LayerMap Without(LayerMap map, double share, double value)
        {
            double[,] values = (double[,])map.Matrix.Values.Clone();
            for (int i = 0; i < values.GetLength(0); i++)
                for (int j = 0; j < values.GetLength(1); j++) values[i, j] = i == j ? 1 : value;
            return map with
            {
                Name = $"{share}-{map.A}",
                Title = $"without {share}",
                Block = null,
                WithoutImages = share,
                Matrix = map.Matrix with { Values = values },
            };
        }
        study = study with { Exhibits = [.. own.SelectMany(map => new[] { Without(map, .1, .25), Without(map, .01, .75) })] };
        string found = Sentence(study, "Images");
        Assert.StartsWith("Images: without the 10 % of images that dominate, the mean CKA of the large window goes from .9", found);
        Assert.Contains(" to .250 in ResNet-38-", found);
        Assert.DoesNotContain(".750", found);
        Assert.DoesNotContain(Of(Samples.Study()).Sentences, sentence => sentence.StartsWith("Images", StringComparison.Ordinal));

        bool Trained(LayerMap map) => study.Models.First(model => model.Name == map.A).Trained;
    }

    [Fact]
    public void Accuracies_alone_say_what_they_are_at()
    {
        StudyContent study = Samples.Study();
        Assert.Equal("Depth: mean test accuracy 87.9 % → 90.3 % from depth 14 to depth 38.",
            Sentence(study with { Comparisons = [.. study.Comparisons.Select(map => map with { Block = null })] }, "Depth"));
    }
}
