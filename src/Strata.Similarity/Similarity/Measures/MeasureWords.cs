namespace Strata.Similarity.Measures;

/// <summary>A measure in words, for tables.</summary>
/// <param name="Range">Least and largest value.</param>
/// <param name="Alike">Which end is alike.</param>
/// <param name="Unchanged">What a layer may go through without a change of the value.</param>
public sealed record MeasureWords(string Name, string Range, string Alike, string Unchanged, string Says)
{
    /// <summary>All that <c>--measure</c> takes.</summary>
    public static IReadOnlyList<MeasureWords> All { get; } =
    [
        .. KnownMeasures.All.Prepend(new LinearCka()).Select(measure => new MeasureWords(measure.Name,
            $"{Number(measure.Traits.Least)} to {Number(measure.Traits.Most)}", Number(measure.Traits.OfEqual),
            Words(measure.Traits.Unchanged), measure.Says)),
    ];

    /// <summary>The page of all measures (docs/reference/measures.md).</summary>
    public static string Page() => $"""
        # Measures of similarity

        `strata similarity --measure` and `strata compare --measure` take them. `strata measures --markdown` prints the page.

        CKA streams over all examples in batches. The others see their examples at once: `compare` takes
        {MeasureComparison.UsualExamples} of them, or what `--max-examples` says.
        `--null` shuffles the rows of Y: its p and its score beyond chance are those of Gröger et al. 2026.
        `strata calibrate` does so for all layers of two models, and for the best match of each.
        `--without` takes off the examples that weigh most.

        | measure | range | alike | unchanged by | what it is |
        |---|---|---|---|---|
        {string.Join('\n', All.Select(m => $"| `{m.Name}` | {m.Range} | {m.Alike} | {m.Unchanged} | {Cell(m.Says)} |"))}

        A measure is one file under `src/Strata.Similarity/Similarity/Measures/`: a class that derives from `Measure<TLayer>`.
        It says what it takes from a layer, how two of these compare, and its traits. Tests hold every measure to its traits.

        """;

    /// <summary>Where a bar would end the cell.</summary>
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Number(double value) => value == Math.PI / 2 ? "π/2" : value < 0 ? $"−{-value:0.##}" : $"{value:0.##}";

    private static string Words(Invariances unchanged)
    {
        string[] words =
        [
            .. new[] { (Invariances.Linear, "linear maps"), (Invariances.Orthogonal, "rotations"),
                (Invariances.Permutation, "order of features"), (Invariances.Translation, "shifts"), (Invariances.Scaling, "scale") }
                .Where(w => unchanged.HasFlag(w.Item1)).Select(w => w.Item2),
        ];
        return words.Contains("linear maps") ? "linear maps, shifts" : words.Contains("rotations")
            ? string.Join(", ", words.Where(w => w != "order of features")) : words.Length == 0 ? "nothing" : string.Join(", ", words);
    }
}
