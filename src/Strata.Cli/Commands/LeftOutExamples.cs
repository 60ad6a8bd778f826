using System.CommandLine;
using Strata.Activations;
using Strata.Data;
using Strata.Report;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Cli.Commands;

/// <summary>The examples that a comparison does without: those that weigh most in the layers of its models.</summary>
/// <param name="Weights">[examples of the sources]: the mean over models and layers; 0 for those that are not compared.</param>
/// <param name="Examples">Which are left out, heaviest first.</param>
/// <param name="Left">Those that are compared all the same, ascending.</param>
internal sealed record LeftOutExamples(double[] Weights, int[] Examples, int[] Left)
{
    public const string File = "left-out.csv";

    /// <summary>Images that the page shows.</summary>
    private const int Shown = 40;

    /// <summary>What the examples that are left out have of all weights.</summary>
    public double Share => Examples.Sum(example => Weights[example]);

    /// <exception cref="InvalidOptionsException">No more than three examples would be left.</exception>
    public static LeftOutExamples Of(ParseResult parsed, IReadOnlyList<IActivationSource> sources, ComparisonOptions options, int count,
        CancellationToken stop)
    {
        ComparedExamples.RequireSame(sources);
        double[] weights = new double[sources[0].ExampleCount];
        using ProgressDisplay progress = ProgressDisplay.Start(parsed, "weighing examples");
        foreach (var (done, source) in sources.Index())
        {
            double[] own = ExampleWeights.Of(source, options, new DirectProgress<(int Done, int Total)>(p
                => progress.Report(done * p.Total + p.Done, sources.Count * p.Total)), stop);
            for (int i = 0; i < weights.Length; i++) weights[i] += own[i] / sources.Count;
        }
        int[] compared = ComparedExamples.Choose(sources[0], options.MaxExamples, options.Seed);
        if (count > compared.Length - 4)
            throw new InvalidOptionsException(
                $"--without: {count} of {compared.Length} examples leave fewer than the 4 that CKA is defined for");
        int[] heaviest = [.. ExampleWeights.Heaviest(weights, weights.Length).Intersect(compared).Take(count)];
        return new(weights, heaviest, [.. compared.Except(heaviest)]);
    }

    /// <summary>A source without them.</summary>
    public SelectedExamples From(IActivationSource source)
        => new(source, Left);

    /// <summary>Their list, and where there are images the first of them.</summary>
    /// <param name="models">Names of what is compared.</param>
    /// <param name="set">The images; null where the sources are activations.</param>
    public IEnumerable<Exhibit> Exhibits(IReadOnlyList<string> models, IReadOnlyList<int>? labels, ImageSet? set)
    {
        string says = $"he {Examples.Length} that weigh most, of {Examples.Length + Left.Length}: they had {100 * Share:0.0} % of "
            + "the layers' similarity with themselves";
        yield return Table(labels, set) with { Says = $"t{says}", Models = models };
        if (set is null) yield break;
        yield return new ImageStrip
        {
            Title = "examples left out",
            Says = $"T{says}.",
            Models = models,
            Images = [.. Examples.Take(Shown).Select(example => new ShownImage(ImagePng.Of(set, set.Test, example),
                $"Test image {example}, {Class(example, labels, set)}", [Class(example, labels, set), Percent(Weights[example])]))],
        };
    }

    public Table Table(IReadOnlyList<int>? labels, ImageSet? set) => new("left-out",
        [new("example", "example"), new("class", "class", Number: false), new("weight", "weight", "its share of all weights")],
        [.. Examples.Select(example => (Cell[])[Cell.Of(example), new(Class(example, labels, set)),
            Cell.Of(Weights[example], weight => Percent(weight!.Value))])])
    {
        Title = "examples left out",
    };

    private static string Class(int example, IReadOnlyList<int>? labels, ImageSet? set)
        => labels is null ? "" : set is null ? $"{labels[example]}" : set.Classes[labels[example]];

    private static string Percent(double share) => $"{100 * share:0.00} %";
}
