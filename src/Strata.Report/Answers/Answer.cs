using Strata.Analysis;
using Strata.Analysis.Populations;
using Strata.Report.Tables;

namespace Strata.Report;

/// <summary>What a reader sees first, computed from the study's content: what each factor does, and three numbers.</summary>
internal sealed class Answer
{
    private const int Named = 4;

    private readonly StudyView _study;
    private readonly ModelContent[] _trained, _judged;

    public Answer(StudyView study)
    {
        _study = study;
        _trained = [.. study.Content.Models.Where(model => model.Trained && model.IsEvidence)];
        _judged = [.. study.Content.Models.Where(model => model.IsEvidence && Verdict(model) is not null)];
    }

    /// <summary>A sentence for each factor, and for the populations; a factor's begins with its name.</summary>
    public IReadOnlyList<string> Sentences
    {
        get
        {
            if (_study.Content.Models.Count == 0) return ["This study has no models yet."];
            string[] found =
            [
                .. _study.Content.Findings,
                .. Factor.OfTrained.SelectMany(factor => OfFactor(factor, _trained)),
                .. Seeds(),
                .. OfFactor(Factor.Training, [.. _study.Content.Models.Where(model => model.IsEvidence)]),
                .. Images() is { } images ? [images] : Array.Empty<string>(),
                .. Layers() is { } layers ? [layers] : Array.Empty<string>(),
                .. _study.Content.Errors.Take(Named).Select(Errors),
                .. _study.Content.Errors.Count > Named
                    ? [$"Errors: {_study.Content.Errors.Count - Named} more "
                        + (_study.Content.Errors.Count - Named == 1 ? "pair of populations is" : "pairs of populations are")
                        + " compared below."]
                    : Array.Empty<string>(),
            ];
            if (found.Length == 0 && _trained.Length > 0 && Overall(_trained) is { } overall) found = [overall];
            if (found.Length == 0) found = [.. _study.Across.Where(map => map.IsSimilarity
                && _study.Model(map.A).IsEvidence && _study.Model(map.B).IsEvidence).Take(Named).Select(Pair)];
            LayerMap[] own = [.. _study.Content.Comparisons.Where(map => map.Matrix.Within)];
            return own.Length > 0 && own.All(map => map.Block is null)
                ? [.. found, "Blocks have not been looked for."] : found;
        }
    }

    /// <summary>Of networks that are evidence of nothing: a sentence of their own, or null.</summary>
    public string? Unlearned
    {
        get
        {
            ModelContent[] models = [.. _study.Content.Models.Where(model => !model.IsEvidence)];
            if (models.Length == 0) return null;
            string each = models.Length > 1 ? $"{models.Length} networks did not learn or diverged ({Names(models)})"
                : models[0].DivergedAtEpoch is { } epoch ? $"{_study.Plain(models[0])}: training diverged at epoch {epoch}"
                : $"{_study.Plain(models[0])}: {models[0].DidNotLearn}";
            return $"{each}; {(models.Length == 1 ? "it is" : "they are")} left out of every sentence, mean and comparison of seeds.";
        }
    }

    /// <summary>What all of it holds for, or null.</summary>
    public string? Recipe => _trained.Length == 0 || _study.Content.Recipe is not { } recipe ? null
        : _trained.Select(Configuration.Of).Any(c => _study.SeveralRates(c) || _study.SeveralDecays(c)) ? $"The recipes: {recipe}."
        : $"All of this is said of one recipe ({recipe}): another rate or decay can give another map.";

    /// <summary>Three numbers with what they are.</summary>
    public IReadOnlyList<(string Number, string Says)> Numbers
    {
        get
        {
            var numbers = new List<(string, string)>();
            ModelContent[] judged = [.. _judged.Where(model => model.Trained)];
            if (judged.Length > 0)
                numbers.Add(HowMany(judged));
            double[] accuracies = [.. _trained.Select(model => model.TestAccuracy).OfType<double>().Where(double.IsFinite).Order()];
            if (accuracies.Length > 0)
                numbers.Add((accuracies[^1] - accuracies[0] < 5e-4 ? Format.Percent(accuracies[0])
                    : $"{100 * accuracies[0]:0.0}–{Format.Percent(accuracies[^1])}", "test accuracy"));
            if (AcrossSeeds is { } seeds)
                numbers.Add((Format.Unit(seeds.Across),
                    $"CKA across seeds{(seeds.Inside is { } inside ? $" inside their {inside}" : "")}, {Format.Unit(seeds.Within)} within "
                    + "a network"));
            else if (_trained.Max(model => _study.Within(model)?.LargestShare) is { } largest)
                numbers.Add((Format.Unit(largest), "largest share of variance of a first component"));
            if (numbers.Count < 3 && _study.Content.Errors is [var errors, ..])
                numbers.Add(($"{errors.Comparison.Examples.Sd:0.0}{Format.Space}points",
                    $"SD of two populations' accuracies on an example, {errors.Comparison.Examples.BinomialSd:0.0} by chance"));
            return numbers;
        }
    }

    /// <summary>Every verdict with the networks that have it.</summary>
    public IEnumerable<(string Verdict, IReadOnlyList<string> Networks)> Verdicts
        => _judged.GroupBy(model => Verdict(model)!).OrderBy(group => group.Key == BlockStructure.Present ? 0 : 1)
            .ThenByDescending(group => group.Count()).Select(group => (group.Key, (IReadOnlyList<string>)[.. group.Select(WithAccuracy)]));

    private string? Verdict(ModelContent model) => _study.Within(model)?.Block?.Verdict;

    /// <summary>What networks are counted by.</summary>
    /// <param name="What">In a sentence.</param>
    /// <param name="Places">The layers that have it.</param>
    /// <param name="IsThere">Whether a network has it.</param>
    private sealed record Sought(string What, string Places, Func<ModelContent, bool> IsThere);

    /// <summary>Block structure; where the cause of a window is not known, all are counted by their large windows.</summary>
    private Sought SoughtIn(IEnumerable<ModelContent> models)
    {
        string?[] verdicts = [.. models.Select(Verdict)];
        if (!verdicts.Contains(BlockStructure.CauseUnknown))
            return new("block structure", "blocks", model => Verdict(model) == BlockStructure.Present);
        bool someKnown = verdicts.Any(verdict => verdict is BlockStructure.Present or BlockStructure.SimilarLayers);
        return new($"a large window of similar layers{(someKnown ? "" : " (cause unknown)")}", "windows",
            model => _study.Within(model)?.Block is { LargeWindow: true });
    }

    private (string Number, string Says) HowMany(ModelContent[] judged)
    {
        Sought sought = SoughtIn(judged);
        // Of what came in a file nobody knows whether it was trained.
        string which = judged.All(model => model.Seed is null) ? "" : "trained ";
        return ($"{judged.Count(sought.IsThere)} of {judged.Length}",
            $"{which}{(judged.Length == 1 ? "network has" : "networks have")} {sought.What}");
    }

    /// <summary>A sentence; of studies that are shown as one, each has its own: their images and recipes are not the same.</summary>
    private IEnumerable<string> OfFactor(Factor factor, ModelContent[] models)
        => _study.Studies.Select(name => OfFactor(factor, models.Where(model => model.Study == name), name == "" ? "" : $" in {name}"))
            .OfType<string>();

    private string? OfFactor(Factor factor, IEnumerable<ModelContent> models, string where)
    {
        IReadOnlyList<ModelContent> matched = factor.Matched(models);
        if (matched.Count == 0) return null;
        var parts = new List<string>();
        ModelContent[] judged = [.. matched.Where(_judged.Contains)];
        if (judged.Length > 0)
        {
            string place = factor == Factor.Training ? "" : "at ";
            Sought sought = SoughtIn(judged);
            parts.Add(!judged.Any(sought.IsThere) ? $"no {sought.What.Replace("a large", "large")} {place}{List(Values(judged), "or")}"
                : $"{sought.What} in "
                    + List(Values(judged, group => $"{group.Count(sought.IsThere)} of {group.Count()} {place}"), "and"));
        }
        if (factor != Factor.Training && Accuracies(matched) is { } accuracies) parts.Add(accuracies);
        return parts.Count == 0 ? null : $"{factor.Name}{where}: {string.Join("; ", parts)}.";

        IEnumerable<string> Values(IEnumerable<ModelContent> some, Func<IGrouping<double, ModelContent>, string>? before = null)
            => factor.ByValue(some).Select(group => before?.Invoke(group) + factor.Label(Configuration.Of(group.First())));

        // Lines that have not all the same values would be compared with others: only values that all have are, and every line counts once.
        string? Accuracies(IEnumerable<ModelContent> some)
        {
            double[] said = [.. factor.ByValue(judged).Select(group => group.Key)];
            var lines = some.Where(model => model.TestAccuracy is { } accuracy && double.IsFinite(accuracy))
                .GroupBy(model => factor.Without(Configuration.Of(model)))
                .Select(line => factor.ByValue(line).ToDictionary(group => group.Key, group => (Of: group.First(),
                    Mean: group.Average(model => model.TestAccuracy!.Value)))).ToList();
            double[] all = [.. lines.SelectMany(line => line.Keys).Distinct().Order()],
                common = [.. all.Where(value => lines.All(line => line.ContainsKey(value)))];
            if (common.Length < 2) return null;
            string Label(double value) => factor.Label(Configuration.Of(lines[0][value].Of));
            string[] means = [.. common.Select(value => Format.Percent(lines.Average(line => line[value].Mean)))];
            return $"mean test accuracy {string.Join(" → ", means)}"
                + (common.Length < all.Length || !common.SequenceEqual(said) ? $" from {Label(common[0])} to {Label(common[^1])}" : "");
        }
    }

    /// <summary>Whether the seeds of a configuration agree, and how alike they are.</summary>
    private IEnumerable<string> Seeds()
    {
        var groups = _judged.Where(model => model.Trained).GroupBy(Configuration.Of).Where(seeds => seeds.Count() > 1).ToList();
        Sought sought = SoughtIn(groups.SelectMany(seeds => seeds));
        var several = groups.ConvertAll(seeds => (Label: _study.Label(seeds.Key), With: seeds.Count(sought.IsThere), Of: seeds.Count()));
        if (several.Count == 0 && AcrossSeeds is null) yield break;
        var parts = new List<string>();
        if (several.Count > 0)
        {
            string[] all = [.. several.Where(c => c.With == c.Of).Select(c => $"{c.Label} ({c.With} of {c.Of})")],
                some = [.. several.Where(c => c.With > 0 && c.With < c.Of).Select(c => $"{c.With} of {c.Of} seeds of {c.Label}")],
                none = [.. several.Where(c => c.With == 0).Select(c => $"{c.Label} (0 of {c.Of})")];
            string[] found =
            [
                .. all.Length > 0 ? [$"in every seed of {Few(all)}"] : Array.Empty<string>(),
                .. some.Length > 0 ? [$"in {Few(some)}"] : Array.Empty<string>(),
                .. none.Length > 0 ? [$"in no seed of {Few(none)}"] : Array.Empty<string>(),
            ];
            parts.Add($"{sought.What} {string.Join(", ", found)}");
        }
        if (AcrossSeeds is { } seeds)
            parts.Add($"across seeds CKA {Format.Unit(seeds.Across)} "
                + $"{(seeds.Inside is { } inside ? $"between their {inside}" : "of two layers")} against "
                + $"{Format.Unit(seeds.Within)} within {(seeds.Inside is null ? "a network" : "one")}");
        yield return $"Seed: {string.Join("; ", parts)}.";
    }

    /// <summary>
    /// Mean CKA across seeds of one configuration and within a network: of the blocks' layers, or of all where there are none.
    /// </summary>
    private (double Across, double Within, string? Inside)? AcrossSeeds
    {
        get
        {
            LayerMap[] pairs = [.. _study.Across.Where(map => _study.Model(map.A) is { Trained: true, IsEvidence: true } a
                && _study.Model(map.B) is { IsEvidence: true } b && Configuration.Of(a) == Configuration.Of(b))];
            if (pairs.Length == 0) return null;
            Sought sought = SoughtIn(pairs.SelectMany(map => new[] { map.A, map.B }).Distinct().Select(_study.Model));
            (int First, int Last)? Block(string name)
                => sought.IsThere(_study.Model(name)) ? Window.Judged(_study.Within(_study.Model(name))) : null;
            LayerMap[] blocks = [.. pairs.Where(map => Block(map.A) is not null && Block(map.B) is not null)];
            double Mean(IEnumerable<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
            if (blocks.Length > 0)
                return (Mean(blocks.Select(map => StudyTables.MeanCka(map.Matrix, Block(map.A)!.Value, Block(map.B)!.Value))),
                    Mean(blocks.SelectMany(map => new[] { map.A, map.B }).Distinct().Select(name => StudyTables.MeanCka(
                        _study.Within(_study.Model(name))!.Matrix, Block(name)!.Value, Block(name)!.Value))), sought.Places);
            LayerMap[] own = [.. pairs.SelectMany(map => new[] { map.A, map.B }).Distinct()
                .Select(name => _study.Within(_study.Model(name))).OfType<LayerMap>()];
            return (Mean(pairs.Select(map => map.Matrix.Mean)), Mean(own.Select(map => map.Matrix.Mean)), null);
        }
    }

    private string? Overall(ModelContent[] trained)
    {
        ModelContent[] judged = [.. trained.Where(_judged.Contains)];
        return judged.Length > 0 && HowMany(judged) is var (number, says) ? $"{number} {says}." : null;
    }

    /// <summary>What is left of large windows where the largest share of images was left out, in the mean over seeds.</summary>
    private string? Images()
    {
        LayerMap[] maps = [.. _study.Shown<LayerMap>().Where(map => map.WithoutImages is not null)];
        double? share = maps.Max(map => map.WithoutImages);
        var found = new List<(Configuration Of, double All, double Left)>();
        foreach (ModelContent model in _judged.Where(model => model.Trained))
        {
            LayerMap own = _study.Within(model)!;
            if (maps.FirstOrDefault(map => map.A == model.Name && map.WithoutImages == share) is not { } left
                || Window.Judged(own) is not var (first, last)) continue;
            found.Add((Configuration.Of(model), StudyTables.MeanCka(own.Matrix, first, last),
                StudyTables.MeanCka(left.Matrix, first, last)));
        }
        string[] each = [.. found.GroupBy(one => one.Of).Select(seeds => $"from {Format.Unit(seeds.Average(one => one.All))} to "
            + $"{Format.Unit(seeds.Average(one => one.Left))} in {_study.Label(seeds.Key)}")];
        return each.Length == 0 ? null : $"Images: without the {100 * share:0.##}{Format.Space}% of images that dominate, the mean CKA of "
            + $"the large window goes {Few(each)}.";
    }

    /// <summary>How many of the last residual branches of each stage can go in every seed, for each configuration.</summary>
    private string? Layers()
    {
        var found = _trained.Where(model => model.Expendable.Count > 0).GroupBy(Configuration.Of).Select(seeds =>
        {
            ExpendableBranches[] least = [.. seeds.SelectMany(model => model.Expendable).GroupBy(stage => stage.Stage)
                .Select(stage => stage.MinBy(branches => branches.Branches)!).OrderBy(stage => stage.Stage)];
            return (Label: _study.Label(seeds.Key), Least: least, Sum: least.Sum(stage => stage.Branches),
                Of: least.Sum(stage => stage.Of), Seeds: seeds.Count());
        }).OrderByDescending(configuration => (double)configuration.Sum / configuration.Of).ToList();
        if (found.Count == 0) return null;
        var some = found.Where(configuration => configuration.Sum > 0).ToList();
        if (some.Count == 0) return "Layers: no network can do without the last branch of any stage for at most a point of accuracy.";
        string[] named = [.. some.Select(configuration => $"{configuration.Label} ({ExpendableBranches.List(configuration.Least)})")];
        string none = found.Count == some.Count ? "" : $"; none of {Few([.. found.Where(c => c.Sum == 0).Select(c => c.Label)])}";
        bool partly = _trained.Where(model => model.Expendable.Count == 0)
            .Any(model => some.Any(configuration => configuration.Label == _study.Label(Configuration.Of(model))));
        string where = some.All(configuration => configuration.Seeds == 1) ? "in its only seed" : "in every seed";
        return $"Layers: for at most a point of accuracy {where}{(partly ? " so far" : "")} the last residual branches of a stage "
            + $"can go, of {Few(named)}{none}.";
    }

    /// <summary>Of two networks that were compared with each other alone.</summary>
    private string Pair(LayerMap map)
        => $"Across: mean {map.Measure} of {_study.Label(map.A)} and {_study.Label(map.B)} is "
            + Format.Unit(map.Matrix.Mean) + (SameLayers.Of(map.Matrix) is { } same
                ? $"; {Format.Percent(same.Share)} of the layers are most like themselves in the other network, of all layers of their kind"
                : "") + ".";

    private string Errors(ErrorsContent errors)
    {
        PopulationComparison found = errors.Comparison;
        PopulationLabels labels = ErrorTables.Labels(_study, errors);
        // A quotient of estimates may leave the range of a share; the tables have it as it is.
        static string Share(double estimate) => Format.Percent(Math.Clamp(estimate, 0, 1));
        string explained = found.Effect is { V2Corrected: { } v2, Note: null }
            ? $", and classes explain {Share(v2)} of what is beyond chance"
                + (found.Effect.Interval is [double low, double high]
                    ? $" (95{Format.Space}% interval {Share(low)} to {Share(high)})" : "")
            : "";
        return
            $"Errors: {labels.A} ({found.A.Models} models, {found.A.Mean:0.0} ± {found.A.Sem:0.0}{Format.Space}%) and {labels.B} "
            + $"({found.B.Models}, {found.B.Mean:0.0} ± {found.B.Sem:0.0}{Format.Space}%) differ about single examples with a standard "
            + $"deviation of {found.Examples.Sd:0.0} points, where chance alone gives {found.Examples.BinomialSd:0.0}{explained}.";
    }

    private string Names(ModelContent[] models)
        => string.Join("; ", models.Take(Named).Select(_study.Label))
            + (models.Length > Named ? $"; and {models.Length - Named} more" : "");

    private string WithAccuracy(ModelContent model)
        => _study.Label(model) + (model.TestAccuracy is null ? "" : $" at {Format.Percent(model.TestAccuracy)}");

    /// <summary>All of a few names; of many the first and how many others.</summary>
    private static string Few(string[] names)
        => names.Length <= Named ? List(names) : List([.. names.Take(Named - 1), $"{names.Length - Named + 1} others"]);

    private static string List(IEnumerable<string> parts, string last = "and")
    {
        string[] all = [.. parts];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {last} {all[^1]}";
    }
}
