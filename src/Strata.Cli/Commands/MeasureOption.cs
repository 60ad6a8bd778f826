using System.CommandLine;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Cli.Commands;

/// <summary><c>--measure</c>: CKA, or one of the others.</summary>
internal static class MeasureOption
{
    public static Option<string> Create() => new("--measure")
    {
        Description = $"cka, or one of {string.Join(", ", KnownMeasures.All.Select(measure => measure.Name))}; 'strata measures' "
            + "explains them.",
        DefaultValueFactory = _ => SimilarityMatrix.Cka,
        HelpName = "measure",
    };

    /// <summary>The measure, or null for CKA.</summary>
    /// <param name="ofCka">Options that only CKA has.</param>
    /// <exception cref="InvalidOptionsException">No such measure, or an option that it does not have.</exception>
    public static Measure? Read(ParseResult parsed, Option<string> option, IEnumerable<Option> ofCka)
    {
        string text = parsed.GetValue(option)!;
        if (text == SimilarityMatrix.Cka) return null;
        Measure measure = KnownMeasures.Parse(text);
        string[] foreign = [.. ofCka.Where(o => parsed.GetResult(o) is { Implicit: false })
            .Select(o => $"{o.Name}: is of cka alone, not of {measure.Name}")];
        return foreign.Length == 0 ? measure : throw new InvalidOptionsException(foreign);
    }
}
