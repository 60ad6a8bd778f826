using Strata.Runtime;

namespace Strata.Studies.Tests.Format;

public class OverrideTests
{
    [Fact]
    public void Values_are_put_in_where_their_paths_say()
    {
        Study study = Small.Study("training.epochs=7", "models[0].seeds=[4]", "similarity.across=seeds", "report.title=Two words",
            "models[0].depth=[8, 14]", "data.fractions=1/4");
        Assert.Equal(7, study.Training.Common.Epochs);
        Assert.Equal([4], study.Models[0].Seeds);
        Assert.Equal([8, 14], study.Models[0].Depth);
        Assert.Equal("seeds", study.Similarity.Across.Rule);
        Assert.Equal("Two words", study.Report.Title);
        Assert.Equal("1/4", Assert.Single(study.Data.Fractions).ToString());
    }

    [Fact]
    public void A_number_is_a_word_where_one_is_asked_for()
    {
        Study study = Small.Study("name=2024", "report.title=7");
        Assert.Equal(("2024", "7"), (study.Name, study.Report.Title));
        Assert.Contains("7 is not a string", Assert.Throws<InvalidOptionsException>(() => Small.Study("report={ \"title\": 7 }")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("training.epoch=2", "did you mean 'epochs'?")]
    [InlineData("trainin.epochs=2", "did you mean 'training'?")]
    [InlineData("training.epochs", "expected path=value")]
    [InlineData("=3", "expected path=value")]
    [InlineData("models[1].seeds=1", "the study has no models[1]")]
    [InlineData("models[0]x=1", "expected path=value")]
    [InlineData("name.first=1", "the study has no name.first")]
    public void What_leads_nowhere_is_told(string set, string expected)
    {
        string problem = Assert.Single(Assert.Throws<InvalidOptionsException>(() => Small.Study(set)).Problems);
        Assert.Contains(expected, problem);
        Assert.StartsWith("--set ", problem);
    }
}
