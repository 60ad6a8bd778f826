using System.CommandLine;
using System.CommandLine.Parsing;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Cli.Commands;

/// <summary><c>--measure</c>: CKA, or one of the others.</summary>
internal static class MeasureOption
{
    public static Option<string> Create()
    {
        var option = new Option<string>("--measure")
        {
            Description = $"cka, or one of {string.Join(", ", KnownMeasures.All.Select(measure => measure.Name))}; 'strata measures' "
                + "explains them.",
            DefaultValueFactory = _ => SimilarityMatrix.Cka,
            HelpName = "measure",
        };
        option.CheckBy(text => Parse(text));
        option.CompletionSources.Add([SimilarityMatrix.Cka, .. KnownMeasures.All.Select(measure => measure.Name)]);
        return option;
    }

    /// <summary>The measure, or null for CKA.</summary>
    public static Measure? Read(ParseResult parsed, Option<string> option) => Parse(parsed.GetValue(option)!);

    /// <summary>Options that the measure does not have, a sentence for each.</summary>
    /// <param name="ofCka">Options that only CKA has.</param>
    public static IEnumerable<string> Check(CommandResult given, Option<string> option, IEnumerable<Option> ofCka)
        => given.Whole(option) is { } text && Parse(text) is { } measure
            ? ofCka.Where(given.Has).Select(foreign => $"{foreign.Name}: is of cka alone, not of {measure.Name}") : [];

    private static Measure? Parse(string text) => text == SimilarityMatrix.Cka ? null : KnownMeasures.Parse(text);
}
