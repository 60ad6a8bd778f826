using System.Text;
using Strata.Studies.Templates;

namespace Strata.Studies.Tests.Templates;

public class StudyInterviewTests
{
    [Fact]
    public void Nothing_typed_means_what_is_suggested()
    {
        var (template, sets) = Ask(string.Concat(Enumerable.Repeat("\n", 20))).Answer!.Value;
        Assert.Equal((StudyTemplate.All[0].Name, 0), (template.Name, sets.Count));
    }

    [Fact]
    public void Answers_are_put_into_the_study()
    {
        var (template, sets) = Ask("width-data\ndigits\n1, 1/8\n14\n1,2\n3\n\n5\nmine\n").Answer!.Value;
        Study study = StudyFile.Parse(Encoding.UTF8.GetBytes(template.Text(sets)), "answers");
        Assert.Equal(("mine", "digits", 5), (study.Name, study.Data.Source, study.Training.Common.Epochs));
        Assert.Equal(["1", "1/8"], study.Data.Fractions.Select(fraction => $"{fraction}"));
        Assert.Equal([1.0, 2.0], study.Models[0].Width!);
        Assert.Equal(3, study.Models[0].Seeds.Count);
    }

    [Fact]
    public void Lists_are_suggested_as_they_are_typed()
        => Assert.Contains("Shares of the training images [1,1/4", Ask("width-data\ndigits\n").Asked, StringComparison.Ordinal);

    [Fact]
    public void An_answer_that_cannot_be_is_told_and_asked_for_again()
    {
        (var answer, string asked) = Ask("nothing\n2\nno-such-set\ndigits\n1/4\nten\n8\n1\n2\n\n\n\n");
        Assert.Equal("errors", answer!.Value.Template.Name);
        Assert.Contains("unknown kind 'no-such-set'", asked, StringComparison.Ordinal);
        Assert.Equal(2, asked.Split("Depths [").Length - 1);
    }

    [Fact]
    public void Answers_that_end_make_no_study() => Assert.Null(Ask("depth\ndigits\n").Answer);

    private static ((StudyTemplate Template, IReadOnlyList<string> Sets)? Answer, string Asked) Ask(string answers)
    {
        using var asked = new StringWriter();
        return (new StudyInterview(new StringReader(answers), asked).Ask(), asked.ToString());
    }
}
