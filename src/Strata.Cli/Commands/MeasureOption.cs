using System.CommandLine;
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
    /// <param name="ofCka">Options that only CKA has.</param>
    /// <exception cref="InvalidOptionsException">An option that the measure does not have.</exception>
    public static Measure? Read(ParseResult parsed, Option<string> option, IEnumerable<Option> ofCka)
    {
        if (Parse(parsed.GetValue(option)!) is not { } measure) return null;
        string[] foreign = [.. ofCka.Where(o => parsed.GetResult(o) is { Implicit: false })
            .Select(o => $"{o.Name}: is of cka alone, not of {measure.Name}")];
        return foreign.Length == 0 ? measure : throw new InvalidOptionsException(foreign);
    }

    private static Measure? Parse(string text) => text == SimilarityMatrix.Cka ? null : KnownMeasures.Parse(text);
}
