using Strata.Data;
using Strata.Runtime;

namespace Strata.Studies.Reproduction;

/// <summary>In what a study departs from the paper's.</summary>
internal static class Departures
{
    /// <summary>In words; empty where it does not.</summary>
    public static string Of(PublishedFigure figure, Study study)
    {
        Study paper = figure.StudyAt(Scale.Paper);
        return string.Join("; ", new[]
        {
            Images(study) == figure.Images ? "" : $"images: {study.Data.Source} (paper: {figure.Images})",
            Told("share of the images", study, paper, s => s.Data.Fractions.Select(fraction => $"{fraction}")),
            Told("depth", study, paper, s => s.Models.SelectMany(model => model.Depth).Distinct().Order().Select(depth => $"{depth}")),
            Told("width", study, paper,
                s => s.Models.SelectMany(model => model.Widths).Distinct().Order().Select(width => $"{width:0.####}")),
            Told("seeds", study, paper, s => [$"{s.Models.Max(model => model.Seeds.Count)}"]),
            Told("epochs", study, paper, s => [$"{s.Training.Common.Epochs}"]),
            Told("learning rate", study, paper, s => s.Training.LearningRates.Select(rate => WrittenNumber.Of(rate))),
            Told("weight decay", study, paper, s => s.Training.WeightDecays.Select(decay => WrittenNumber.Of(decay))),
        }.Where(part => part != ""));
    }

    /// <summary>Whether accuracies can be held against the paper's: of all of its images, seen as often.</summary>
    public static bool None(PublishedFigure figure, Study study)
        => Images(study) == figure.Images && study.Data.Fractions is [var only] && only == Fraction.One
            && study.Training.Common.Epochs >= figure.StudyAt(Scale.Paper).Training.Common.Epochs;

    private static string Images(Study study) => study.Data.Source.Split(':')[0] switch
    {
        "cifar10" => "CIFAR-10",
        "cifar100" => "CIFAR-100",
        var other => other,
    };

    private static string Told(string what, Study study, Study paper, Func<Study, IEnumerable<string>> values)
    {
        (string here, string there) = (string.Join(", ", values(study)), string.Join(", ", values(paper)));
        return here == there ? "" : $"{what}: {here} (paper: {there})";
    }
}
