using Strata.Checkpoints;
using Strata.Runtime;
using Strata.Studies.Analyses;
using Strata.Studies.Planning;

namespace Strata.Studies.Matching;

/// <summary>
/// Seeks the width at which a network reaches the mean test accuracy of another: trains a few widths, looks between them, and tries what it
/// finds on fresh seeds, of both networks, that the choice knows nothing of. All trainings lie in one output folder and are made once.
/// </summary>
public sealed class MatchRun
{
    private readonly MatchStudy _study;
    private readonly MatchOptions _options;
    private readonly List<double> _reference = [];
    private readonly SortedDictionary<double, List<double>> _other = [];

    /// <exception cref="InvalidOptionsException">The study is none for this; every problem at once.</exception>
    public MatchRun(Study study, MatchOptions options) => (_study, _options) = (new(study), options);

    /// <param name="train">Makes a study's networks, as far as they can be made, and gives its plan and store; null where it was
    /// stopped.</param>
    /// <param name="tried">Told each round.</param>
    /// <returns>Null where a training was.</returns>
    /// <exception cref="StrataException">No width that was trained is on the other side of the accuracy, or too few learned.</exception>
    public WidthMatch? Execute(Func<Study, StudyRun?> train, Action<MatchRound> tried)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(tried);
        if (train(_study.Start) is not { } start) return null;
        string label = Planner.WithoutSeed(start.Plan.Models[0]);
        Take(start);
        var rounds = new List<MatchRound>();
        while (rounds.Count < _options.Rounds && rounds is not [.., { Holds: true }])
        {
            double width = Next(start);
            if (rounds.Any(r => r.Width == width)) break;
            if (train(_study.Confirmation(width, _study.Fresh(rounds.Count, _options.Confirm))) is not { } confirmation) return null;
            (double[] reference, double[] other) = Take(confirmation);
            rounds.Add(MatchRound.Of(width, reference, other, _options.Within));
            tried(rounds[^1]);
        }
        return new(label, _reference.Average(), _reference.Count, [.. Points()], rounds) { Warnings = start.Plan.DataWarnings };
    }

    /// <summary>The matched pair as a study of its own, with the analyses that were asked for; its networks are there.</summary>
    public Study Pair(WidthMatch found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return _study.Pair(found.Width, _study.Fresh(found.Rounds.Count - 1, _options.Confirm));
    }

    private IEnumerable<WidthPoint> Points() => _other.Select(each => new WidthPoint(each.Key, each.Value.Count, each.Value.Average()));

    private double Next(StudyRun run)
    {
        double accuracy = _reference.Average();
        WidthPoint[] points = [.. Points()];
        PlannedModel model = run.Plan.Models[^1];
        if (WidthCurve.Meets(points, accuracy) is { } width)
            return _study.Nearest(width, model.OwnSpec().Images, model.OwnSpec().Classes);
        string reached = string.Join(", ", points.Select(p => $"{p.Width:0.####}: {p.Mean:0.00} %"));
        bool above = Array.TrueForAll(points, p => p.Mean < accuracy);
        if (!above && Array.Exists(points, p => p.Mean < accuracy))
            throw new StrataException($"{accuracy:0.00} % is passed by widths whose accuracy does not rise ({reached}); more seeds or "
                + "other widths in models[1] may tell, what is trained stays");
        throw new StrataException($"{accuracy:0.00} % is {(above ? "more" : "less")} than any width reached ({reached}); add a "
            + $"{(above ? "larger" : "smaller")} one to models[1].width, what is trained stays");
    }

    /// <summary>Test accuracies of a study's networks that learned, in percent.</summary>
    private (double[] Reference, double[] Other) Take(StudyRun run)
    {
        var reference = new List<double>();
        var other = new List<double>();
        string label = Planner.WithoutSeed(run.Plan.Models[0]);
        foreach (PlannedModel model in run.Plan.Models)
        {
            string folder = run.Store.FolderOf(model.Artifact());
            // One that diverged is not there.
            if (!run.Store.Has(model.Artifact()) || Learning.Problem(folder) is not null) continue;
            double accuracy = 100 * Manifest.Read(folder).Results["testAccuracy"]!.GetValue<double>();
            if (Planner.WithoutSeed(model) == label)
            {
                reference.Add(accuracy);
                continue;
            }
            other.Add(accuracy);
            if (!_other.TryGetValue(model.OwnSpec().Width, out List<double>? known)) _other[model.OwnSpec().Width] = known = [];
            known.Add(accuracy);
        }
        if (reference.Count < 2 || other.Count < 2)
            throw new StrataException($"{reference.Count} networks of {label} and {other.Count} of the other learned; expected 2 of each");
        _reference.AddRange(reference);
        return ([.. reference], [.. other]);
    }
}
