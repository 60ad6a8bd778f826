using Strata.Analysis.Populations;
using Strata.Report;

namespace Strata.Studies.Reproduction;

/// <summary>Makes the card of a claim from what a study found.</summary>
internal static class ClaimCards
{
    /// <param name="id">Of the figure.</param>
    /// <param name="study">What was asked for; null where this version does not understand it.</param>
    /// <param name="content">What was found.</param>
    /// <param name="populations">The predictions behind a comparison of errors.</param>
    public static ClaimCard Of(string id, Study? study, StudyContent content,
        Func<ErrorsContent, (Population A, Population B)> populations)
    {
        PublishedFigure figure = PublishedFigures.Named(id);
        return new()
        {
            Name = $"claim-{id}",
            Title = figure.Shows,
            Figure = figure.Name,
            Claim = figure.Claim,
            Published = $"{PublishedFigures.Paper}: {figure.Published}",
            Findings = [.. figure.Judge(new(content, populations)
            {
                AllOfThePapersImages = study is not null && Departures.None(figure, study),
            })],
            Rule = figure.Rule,
            Distance = study is null ? "" : Departures.Of(figure, study),
        };
    }
}
