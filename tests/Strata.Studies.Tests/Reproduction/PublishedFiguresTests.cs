using System.Text;
using Strata.Data;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Reproduction;

namespace Strata.Studies.Tests.Reproduction;

public class PublishedFiguresTests
{
    public static TheoryData<string> Ids => [.. PublishedFigures.Ids];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_figure_is_a_study_at_every_scale(string id)
    {
        foreach (Scale scale in Scales.All)
        {
            Study study = PublishedFigures.Named(id).StudyAt(scale);
            string text = StudyFile.Write(study);
            Study read = StudyFile.Parse(Encoding.UTF8.GetBytes(text), study.Name);
            Assert.Equal($"{id}-{scale.Name()}", read.Name);
            Assert.Equal(id, read.Report.Claim);
            Assert.Equal(text, StudyFile.Write(read));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_tiny_scale_needs_nothing_but_the_program(string id)
    {
        Study study = PublishedFigures.Named(id).StudyAt(Scale.Tiny);
        Plan plan = Small.PlanOf(study, ImageSets.Load(study.Data.Source));
        Assert.Equal(id, plan.Claim);
        // As long as some three minutes of two cores.
        Assert.InRange(plan.Steps.Sum(step => step.MultiplyAdds), 1e10, 3e13);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_small_scale_fits_the_papers_images(string id)
    {
        Study study = PublishedFigures.Named(id).StudyAt(Scale.Small);
        // Groups by WordNet are there where its database is installed.
        Plan plan = Small.PlanOf(study with { Errors = study.Errors with { Groups = StudyErrors.None } },
            NominalImages.Of(study.Data.Source));
        Assert.NotEmpty(plan.Steps);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_figure_says_in_sentences_what_it_is_about(string id)
    {
        PublishedFigure figure = PublishedFigures.Named(id);
        Assert.All([figure.Claim, figure.Published, figure.Rule], words => Assert.Matches(@"^\S[^\n]*\.$", words));
        Assert.Contains("agree", figure.Rule, StringComparison.Ordinal);
        Assert.Matches("^(Figure|Table) ", figure.Name);
    }

    [Fact]
    public void Figures_that_share_networks_have_results_with_the_same_keys()
    {
        ImageSet thumbs = ImageSets.Load("thumbs");
        HashSet<string> Keys(string id)
            => [.. Small.PlanOf(PublishedFigures.Named(id).StudyAt(Scale.Tiny), thumbs).Models.Select(m => m.Key)];
        Assert.Subset(Keys("figure-1"), Keys("figure-3"));
        Assert.Equal(Keys("figure-3"), Keys("figure-5"));
        Assert.Subset(Keys("figure-e1"), Keys("figure-6"));
    }

    [Fact]
    public void A_name_that_is_none_is_told_with_the_nearest()
        => Assert.Contains("did you mean 'figure-d8'?",
            Assert.Throws<InvalidOptionsException>(() => PublishedFigures.Named("figure-8d")).Message, StringComparison.Ordinal);

    [Fact]
    public void Names_are_as_people_write_them()
        => Assert.Equal(["Figure 1", "Figure D.6", "Table B.1", "Table B.1, CIFAR-100"],
            ((string[])["figure-1", "figure-d6", "table-b1", "table-b1-cifar100"]).Select(id => PublishedFigures.Named(id).Name));
}
