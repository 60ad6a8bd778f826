using System.Text.Json.Serialization;

namespace Strata.Analysis.Populations;

/// <summary>The errors of two populations of models on the same test examples (P1 §7). Accuracies and differences are in percent.</summary>
public sealed record PopulationComparison
{
    /// <summary>Most different classes that are listed, each with several of its examples.</summary>
    private const int MostClasses = 6;

    public required PopulationAccuracy A { get; init; }
    public required PopulationAccuracy B { get; init; }

    /// <summary>Of the mean accuracies.</summary>
    public required WelchTest Welch { get; init; }

    public required ExampleSummary Examples { get; init; }
    public required ClassSummary Classes { get; init; }

    /// <summary>Empty where no groups were given.</summary>
    public required IReadOnlyList<GroupTest> Groups { get; init; }

    /// <summary>Over the groups; null where fewer than two have examples, and in results of before it was kept.</summary>
    public DifferenceSpread? GroupSpread { get; init; }

    /// <summary>What classes explain of the differences about examples.</summary>
    public required GroupEffect Effect { get; init; }

    /// <summary>The same for the two halves of A, which differ by chance alone.</summary>
    public required GroupEffect EffectControl { get; init; }

    /// <summary>The same for the two halves of B.</summary>
    public required GroupEffect EffectControlB { get; init; }

    /// <summary>What the given groups explain; null without groups, or where they do not hold every class exactly once.</summary>
    public GroupEffect? EffectGroups { get; init; }

    public required Agreement Agreement { get; init; }

    /// <summary>Between groups; null without groups, with thousands of them, or where a class is in several.</summary>
    public Confusion? Confusion { get; init; }

    /// <summary>Examples where A is furthest ahead.</summary>
    public required IReadOnlyList<DifferentExample> AheadA { get; init; }

    /// <summary>Examples where B is furthest ahead.</summary>
    public required IReadOnlyList<DifferentExample> AheadB { get; init; }

    /// <summary>Classes where A is furthest ahead.</summary>
    public required IReadOnlyList<DifferentClass> ClassesAheadA { get; init; }

    /// <summary>Classes where B is furthest ahead.</summary>
    public required IReadOnlyList<DifferentClass> ClassesAheadB { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>In order of class.</summary>
    [JsonIgnore]
    public IReadOnlyList<ClassTest> ClassTests { get; init; } = [];

    /// <summary>In order of class and predicted class; empty where it is not known, as in folders of earlier versions.</summary>
    [JsonIgnore]
    public IReadOnlyList<ClassConfusion> ClassConfusions { get; init; } = [];

    [JsonIgnore]
    public ExampleAccuracies Accuracies { get; init; } = new([], [], [], [], [], [], []);

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
        Population[] sized = [.. new[] { a, b }.Where(p => p.Classes is not null)];
        if (sized.Length == 2 && a.Classes != b.Classes)
            return $"{a.Name} has {a.Classes} classes and {b.Name} {b.Classes}: expected the same classes in both";
        // Where one alone knows how many classes there are, the other has the same.
        if (sized is [{ Classes: { } classes } known, ..])
        {
            if (Array.FindIndex(labels, label => label >= classes) is >= 0 and var at)
                return $"label {labels[at]} at [{at}] is none of the classes 0 to {classes - 1} of {known.Name}";
            if ((Beyond(a, classes) ?? Beyond(b, classes)) is { } beyond) return beyond;
        }
        if (SharedModels.All(a, b, labels))
            return $"{a.Name} and {b.Name} have the same predictions, model by model: populations that share models cannot be compared";
        return SharedModels.Find(a, b, labels) is { } shared
            ? $"model {shared.A} of {a.Name} and model {shared.B} of {b.Name} make the same {shared.Errors} errors: populations that "
            + "share models cannot be compared" : null;
    }

    /// <param name="labels">[examples]: the true classes.</param>
    /// <param name="groups">Groups of classes, or null.</param>
    /// <param name="progress">Told the share that is done of the regressions for v² and of the divergences, which take nearly all of
    /// the time.</param>
    /// <exception cref="ArgumentException">The populations have different test sets, or share a model.</exception>
    /// <exception cref="Runtime.InvalidOptionsException">Options outside their range.</exception>
    public static PopulationComparison Of(Population a, Population b, int[] labels, ClassGroups? groups = null,
        PopulationOptions? options = null, IProgress<double>? progress = null, CancellationToken stop = default)
    {
        options ??= new();
        options.Validate();
        if (Problem(a, b, labels) is { } problem) throw new ArgumentException(problem, nameof(b));
        int[][] examplesOf = ExamplesOf(labels, a.Classes ?? b.Classes);
        string[] warnings = [.. PopulationWarnings.Of(a, b, labels, examplesOf, groups)];
        (a, string? unlearnedA) = LearnedModels.Of(a, labels);
        (b, string? unlearnedB) = LearnedModels.Of(b, labels);
        Correctness rightA = new(a, labels), rightB = new(b, labels), firstA = rightA.FirstHalf, secondA = rightA.SecondHalf,
            firstB = rightB.FirstHalf, secondB = rightB.SecondHalf;
        ClassCorrectness classesA = new(rightA, examplesOf), classesB = new(rightB, examplesOf);
        var welch = WelchTest.Of(rightA.ModelAccuracies, rightB.ModelAccuracies);
        IReadOnlyList<ClassTest> classes = ClassTest.All(classesA, classesB);
        IReadOnlyList<GroupTest> grouped = groups is null ? [] : GroupTest.All(classesA, classesB, groups);
        int[][]? examplesOfGroups = groups is not null && groups.Partition(labels.Distinct())
            ? [.. groups.Groups.Select(g => g.Classes.Where(c => c < examplesOf.Length).SelectMany(c => examplesOf[c]).ToArray())] : null;
        // Every model is left out once, and then there are the draws.
        int mostClasses = Math.Min(options.MostDifferent, MostClasses), models = a.Models + b.Models, fits = options.Resamples + models;
        var work = new EffectProgress(progress,
            fits + models + (examplesOfGroups is null ? 0 : fits) + Agreement.Divergences(a, b));
        return new()
        {
            A = new(a.Name, a.Models, welch.MeanA, welch.SemA),
            B = new(b.Name, b.Models, welch.MeanB, welch.SemB),
            Welch = welch,
            Examples = ExampleSummary.Of(rightA, rightB),
            Classes = ClassSummary.Of(classes),
            Groups = grouped,
            GroupSpread = DifferenceSpread.Of(grouped.Select(group => (group.Welch, group.Halves))),
            Effect = GroupEffect.Of(rightA, rightB, examplesOf, options.Resamples, options.Seed, work, stop),
            EffectControl = GroupEffect.Of(firstA, secondA, examplesOf, 0, options.Seed, work, stop),
            EffectControlB = GroupEffect.Of(firstB, secondB, examplesOf, 0, options.Seed, work, stop),
            EffectGroups = examplesOfGroups is null ? null
                : GroupEffect.Of(rightA, rightB, examplesOfGroups, options.Resamples, options.Seed, work, stop),
            Agreement = Agreement.Of(a, b, labels, options.Seed, work, stop),
            Confusion = groups is null || groups.Groups.Count > Confusion.MostGroups || groups.Overlap is not null ? null
                : Confusion.Of(a, b, labels, groups),
            AheadA = DifferentExample.Furthest(rightA, rightB, labels, options.MostDifferent, 1),
            AheadB = DifferentExample.Furthest(rightA, rightB, labels, options.MostDifferent, -1),
            ClassesAheadA = DifferentClass.Furthest(classes, examplesOf, firstA, firstB, mostClasses, 1),
            ClassesAheadB = DifferentClass.Furthest(classes, examplesOf, firstA, firstB, mostClasses, -1),
            Warnings = [.. new[] { unlearnedA, unlearnedB }.OfType<string>(), .. warnings],
            ClassTests = classes,
            Accuracies = new(labels, rightA.ExampleAccuracies, rightB.ExampleAccuracies, firstA.ExampleAccuracies,
                secondA.ExampleAccuracies, firstB.ExampleAccuracies, secondB.ExampleAccuracies)
            {
                MistakenA = Mistakes.Of(a, labels),
                MistakenB = Mistakes.Of(b, labels),
            },
            ClassConfusions = ClassConfusion.All(a, b, labels),
        };
    }

    private static string? Beyond(Population population, int classes)
    {
        for (int m = 0; m < population.Models; m++)
        {
            int at = population.Of(m).IndexOfAnyExceptInRange(0, classes - 1);
            if (at >= 0)
                return $"{population.Name} predicts class {population.Predictions[m, at]} at [{m}, {at}], expected classes from 0 to "
                    + $"{classes - 1}";
        }
        return null;
    }

    /// <summary>The examples of each class; those of a class that no example is of are none.</summary>
    private static int[][] ExamplesOf(int[] labels, int? classes)
    {
        ILookup<int, int> members = Enumerable.Range(0, labels.Length).ToLookup(e => labels[e]);
        return [.. Enumerable.Range(0, classes ?? labels.Max() + 1).Select(c => members[c].ToArray())];
    }
}
