using Strata.Data;

namespace Strata.Report.Tests;

public class AnswerTests
{
    [Fact]
    public void Names_the_models_with_block_structure_with_their_accuracy()
    {
        string answer = Answer.To(new StudyView(Samples.Study())).Replace(Format.Space, ' ');
        Assert.StartsWith("3 of 9 trained models show block structure", answer);
        Assert.Contains("ResNet-38-4x, 1/16 of the data, seed 0 at 80.7 %", answer);
        Assert.Contains("6 of 9 trained models show no large window of similar layers.", answer);
        Assert.Contains("The untrained control shows no large window", answer);
        Assert.Contains("Test accuracy goes from 74.7 % (ResNet-38-1x, 1/16 of the data, seed 0) to 91.8 %", answer);
        Assert.Contains("Across seeds of one configuration the mean CKA", answer);
        Assert.EndsWith("Read the 3 warnings below before trusting the numbers.", answer);
    }

    [Fact]
    public void Says_so_where_nothing_was_searched()
    {
        ModelContent model = Samples.Model(14, 1, Fraction.One, 0, true);
        StudyContent study = Samples.Study() with
        {
            Models = [model],
            Comparisons = [Samples.Within(model, false) with { Block = null }],
            Warnings = []
        };
        Assert.Equal("No block search has been made for the 1 trained model.", Answer.To(new StudyView(study)));
    }

    [Fact]
    public void Says_the_recipe_that_it_holds_for()
        => Assert.Contains("one recipe (60 epochs, learning rate 0.05): another rate",
            Answer.To(new StudyView(Samples.Study() with { Recipe = "60 epochs, learning rate 0.05" })));

    [Fact]
    public void A_network_that_did_not_learn_has_its_own_sentence_and_no_part_in_any_other()
    {
        string answer = Answer.To(new StudyView(Samples.WithUnlearned())).Replace(Format.Space, ' ');
        Assert.StartsWith("3 of 8 trained models show block structure", answer);
        Assert.Contains("Test accuracy goes from 74.7 %", answer);
        Assert.Contains("ResNet-38-1x, all data, seed 0 (did not learn): did not learn: test accuracy 11.4 %", answer);
        Assert.Contains("it is left out of every other sentence", answer);
    }

    [Fact]
    public void Says_that_models_diverged()
    {
        ModelContent model = Samples.Model(14, 1, Fraction.One, 0, true) with { DivergedAtEpoch = 3, TestAccuracy = 0.1 };
        StudyContent study = Samples.Study() with { Models = [model], Comparisons = [Samples.Within(model, false)], Warnings = [] };
        Assert.EndsWith("1 model diverged in training. Read the warning below before trusting the numbers.",
            Answer.To(new StudyView(study)));
    }
}
