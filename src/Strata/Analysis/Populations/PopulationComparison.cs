using System.Text.Json.Serialization;

namespace Strata.Analysis.Populations;

/// <summary>The errors of two populations of models on the same test examples (P1 §7). Accuracies and differences are in percent.</summary>
public sealed record PopulationComparison
{
    public required PopulationAccuracy A { get; init; }
    public required PopulationAccuracy B { get; init; }

    /// <summary>Of the mean accuracies.</summary>
    public required WelchTest Welch { get; init; }

    public required ExampleSummary Examples { get; init; }
    public required ClassSummary Classes { get; init; }

    /// <summary>Empty where no groups were given.</summary>
    public required IReadOnlyList<GroupTest> Groups { get; init; }

    /// <summary>What classes explain of the differences about examples.</summary>
    public required GroupEffect Effect { get; init; }

    /// <summary>The same for the two halves of A, which differ by chance alone.</summary>
    public required GroupEffect EffectControl { get; init; }

    /// <summary>What the given groups explain; null without groups, or where they do not hold every class exactly once.</summary>
    public GroupEffect? EffectGroups { get; init; }

    public required Agreement Agreement { get; init; }

    /// <summary>Between groups; null without groups.</summary>
    public Confusion? Confusion { get; init; }

    /// <summary>Examples where A is furthest ahead.</summary>
    public required IReadOnlyList<DifferentExample> AheadA { get; init; }

    /// <summary>Examples where B is furthest ahead.</summary>
    public required IReadOnlyList<DifferentExample> AheadB { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>In order of class.</summary>
    [JsonIgnore]
    public IReadOnlyList<ClassTest> ClassTests { get; init; } = [];

    [JsonIgnore]
    public ExampleAccuracies Accuracies { get; init; } = new([], [], [], [], []);

    /// <summary>What keeps two populations from being compared, or null.</summary>
    public static string? Problem(Population a, Population b, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(labels);
        if (a.Examples != labels.Length || b.Examples != labels.Length)
            return
                $"{a.Name} has predictions for {a.Examples} examples and {b.Name} for {b.Examples}, but there are {labels.Length} "
                + "labels: expected the same test set in all";
        (int Classes, string Name)[] sizes =
            [.. new[] { a, b }.Where(p => p.Probabilities is not null).Select(p => (p.Probabilities!.GetLength(2), p.Name))];
        if (sizes.Length == 2 && sizes[0].Classes != sizes[1].Classes)
            return
                $"{a.Name} has probabilities of {sizes[0].Classes} classes and {b.Name} of {sizes[1].Classes}: expected the same classes "
                + "in both";
        foreach ((int classes, string name) in sizes)
        {
            if (Array.FindIndex(labels, label => label >= classes) is >= 0 and var at)
                return $"label {labels[at]} at [{at}] is none of the classes 0 to {classes - 1} that {name} has probabilities of";
        }
        if (SharedModels.All(a, b, labels))
            return $"{a.Name} and {b.Name} have the same predictions, model by model: populations that share models cannot be compared";
        return SharedModels.Find(a, b, labels) is { } shared
            ? $"model {shared.A} of {a.Name} and model {shared.B} of {b.Name} make the same {shared.Errors} errors: populations that "
            + "share models cannot be compared" : null;
    }

    /// <param name="labels">[examples]: the true classes.</param>
    /// <param name="groups">Groups of classes, or null.</param>
    /// <exception cref="ArgumentException">The populations have different test sets, or share a model.</exception>
    /// <exception cref="Runtime.InvalidOptionsException">Options outside their range.</exception>
    public static PopulationComparison Of(Population a, Population b, int[] labels, ClassGroups? groups = null,
        PopulationOptions? options = null, CancellationToken stop = default)
    {
        options ??= new();
        options.Validate();
        if (Problem(a, b, labels) is { } problem) throw new ArgumentException(problem, nameof(b));
        string[] warnings = [.. PopulationWarnings.Of(a, b, labels, ExamplesOf(labels), groups)];
        (a, string? unlearnedA) = LearnedModels.Of(a, labels);
        (b, string? unlearnedB) = LearnedModels.Of(b, labels);
        Correctness rightA = new(a, labels), rightB = new(b, labels), first = rightA.FirstHalf, second = rightA.SecondHalf;
        int[] all = [.. Enumerable.Range(0, labels.Length)];
        int[][] examplesOf = ExamplesOf(labels);
        var welch = WelchTest.Of(rightA.ModelAccuracies(all), rightB.ModelAccuracies(all));
        IReadOnlyList<ClassTest> classes = ClassTest.All(rightA, rightB, examplesOf);
        bool grouped = groups?.Partition(labels.Distinct()) ?? false;
        return new()
        {
            A = new(a.Name, a.Models, welch.MeanA, welch.SemA),
            B = new(b.Name, b.Models, welch.MeanB, welch.SemB),
            Welch = welch,
            Examples = ExampleSummary.Of(rightA, rightB),
            Classes = ClassSummary.Of(classes),
            Groups = groups is null ? [] : GroupTest.All(rightA, rightB, examplesOf, groups),
            Effect = GroupEffect.Of(rightA, rightB, examplesOf, options.Resamples, options.Seed, stop),
            EffectControl = GroupEffect.Of(first, second, examplesOf, 0, options.Seed, stop),
            EffectGroups = grouped
                ? GroupEffect.Of(rightA, rightB,
                    [.. groups!.Groups.Select(g => g.Classes.Where(c => c < examplesOf.Length).SelectMany(c => examplesOf[c]).ToArray())],
                    options.Resamples, options.Seed, stop) : null,
            Agreement = Agreement.Of(a, b, labels, options.Seed),
            Confusion = groups is null ? null : Confusion.Of(a, b, labels, groups),
            AheadA = DifferentExample.Furthest(rightA, rightB, labels, options.MostDifferent, 1),
            AheadB = DifferentExample.Furthest(rightA, rightB, labels, options.MostDifferent, -1),
            Warnings = [.. new[] { unlearnedA, unlearnedB }.OfType<string>(), .. warnings],
            ClassTests = classes,
            Accuracies = new(labels, rightA.ExampleAccuracies, rightB.ExampleAccuracies, first.ExampleAccuracies, second.ExampleAccuracies),
        };
    }

    /// <summary>The examples of each class from 0 to the highest label.</summary>
    private static int[][] ExamplesOf(int[] labels)
    {
        ILookup<int, int> members = Enumerable.Range(0, labels.Length).ToLookup(e => labels[e]);
        return [.. Enumerable.Range(0, labels.Max() + 1).Select(c => members[c].ToArray())];
    }
}
