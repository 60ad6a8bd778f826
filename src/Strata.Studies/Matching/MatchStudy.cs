using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;

namespace Strata.Studies.Matching;

/// <summary>A study as a search for a width sees it: the network that is to be matched, then another with several widths.</summary>
internal sealed class MatchStudy
{
    /// <summary>Steps away from a width that is asked for, of which one must be a width that the family has.</summary>
    private const int MostSteps = 512;

    private readonly Study _study;

    /// <exception cref="InvalidOptionsException">The study is none for this; every problem at once.</exception>
    public MatchStudy(Study study)
    {
        _study = study;
        string[] problems = [.. Problems(study)];
        if (problems.Length > 0) throw new InvalidOptionsException(problems);
    }

    public StudyModel Reference => _study.Models[0];
    public StudyModel Other => _study.Models[1];

    /// <summary>The networks that the search begins with: both as the study has them.</summary>
    public Study Start => Trainings(_study);

    /// <summary>Seeds that no network of the study has.</summary>
    public IReadOnlyList<long> Fresh(int round, int count)
    {
        long first = _study.Models.SelectMany(m => m.Seeds).Max() + 1 + (long)round * count;
        return [.. Enumerable.Range(0, count).Select(i => first + i)];
    }

    /// <summary>The reference and one width on the same seeds, nothing else.</summary>
    public Study Confirmation(double width, IReadOnlyList<long> seeds) => Trainings(Pair(width, seeds));

    /// <summary>The same with the analyses that the study asks for.</summary>
    public Study Pair(double width, IReadOnlyList<long> seeds)
        => _study with { Models = [Reference with { Seeds = seeds }, Other with { Width = [width], Seeds = seeds }] };

    /// <summary>The nearest width that the family has: a multiple of 1/16, or a whole number of features.</summary>
    public double Nearest(double width, ImageShape images, int classes)
    {
        double unit = ModelFamilies.Named(Other.Family).WidthUnit.Length > 0 ? 1.0 / 16 : 1, whole = Math.Round(width / unit);
        for (int step = 0; step <= MostSteps; step++)
        {
            foreach (double candidate in new[] { (whole + step) * unit, (whole - step) * unit }.OrderBy(c => Math.Abs(c - width)))
                if (candidate > 0 && Exists(candidate, images, classes)) return candidate;
        }
        throw new StrataException($"{Other.Family} has no width near {width:0.###}");
    }

    private bool Exists(double width, ImageShape images, int classes)
    {
        try
        {
            ModelSpec.Create(Other.Family, Other.Values(Other.Depth[0], width), images, classes);
            return true;
        }
        catch (InvalidOptionsException)
        {
            return false;
        }
    }

    private static Study Trainings(Study study)
        => study with { Analyses = [], Similarity = study.Similarity with { Within = false, Across = Across.None } };

    private static IEnumerable<string> Problems(Study study)
    {
        if (study.Models.Count != 2)
        {
            yield return $"models: {study.Models.Count} of them; expected 2, the network that is to be matched and one with several widths";
            yield break;
        }
        StudyModel reference = study.Models[0], other = study.Models[1];
        if (reference.Depth.Count * reference.Widths.Count != 1) yield return "models[0]: expected one depth and one width, to be matched";
        if (other.Depth.Count != 1) yield return $"models[1].depth: {other.Depth.Count} depths; expected one, whose width is sought";
        if (other.Widths.Distinct().Count() < 2) yield return "models[1].width: expected at least two widths, to look between them";
        foreach (var (index, model) in study.Models.Index())
        {
            if (!model.Trained) yield return $"models[{index}].trained: false; untrained networks have no accuracy";
            if (model.Seeds.Count < 2) yield return $"models[{index}].seeds: expected at least 2, for a mean and its spread";
        }
        if (study.Data.Fractions.Count != 1) yield return $"data.fractions: {study.Data.Fractions.Count} of them; expected one";
        if (study.Training.LearningRates.Count * study.Training.WeightDecays.Count != 1)
            yield return "training: several learning rates or weight decays; expected one of each";
    }
}
