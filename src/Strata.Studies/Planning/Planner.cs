using System.IO.Enumeration;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Strata.Activations;
using Strata.Data;
using Strata.Engine;
using Strata.Models;
using Strata.Models.Graph;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Settings;
using Strata.Training;

namespace Strata.Studies.Planning;

/// <summary>Turns a study and its images into a plan; the same study, images and threads give the same plan.</summary>
public static class Planner
{
    /// <summary>
    /// Below so many multiply-adds for a step's forward pass, networks train faster side by side with one thread each than one after the
    /// other with all.
    /// </summary>
    private const double SmallStep = 3e9;

    /// <summary>A control is never trained, but its key has a decay: the default of the time, which must not follow a later one.</summary>
    private const double UnusedDecay = 2e-3;

    /// <param name="study">What is asked for.</param>
    /// <param name="data">The images that its source names.</param>
    /// <param name="threads">Threads that the run may use.</param>
    /// <param name="command">What was typed.</param>
    /// <param name="analyses">All that there are, each after those that it needs.</param>
    /// <exception cref="InvalidOptionsException">What only the images show: sizes that do not fit, pairs that name no model; every problem
    /// at once.</exception>
    /// <exception cref="StrataException">There are no test images, on which all but training works.</exception>
    internal static Plan Create(Study study, ImageSet data, int threads, string command, IEnumerable<IAnalysisPlan> analyses)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(data);
        data.RequireTest();
        var problems = new List<string>();
        PlannedModel[] models = [.. Models(study, data, threads, problems).DistinctBy(m => m.Key)];
        CheckLayers(study.Similarity, models, problems);
        (PlannedModel A, PlannedModel B)[] pairs = [.. study.Similarity.Within ? models.Select(m => (m, m)) : [],
            .. Across(study.Similarity.Across, models, problems)];
        PlannedComparison[] comparisons = problems.Count > 0 ? [] : Comparisons(study.Similarity, data, pairs, problems);
        var planning = new AnalysisPlanning(study, data, models, comparisons, problems);
        foreach (IAnalysisPlan kind in analyses.Where(a => study.Analyses.Contains(a.Name))) planning.Add(kind);
        if (problems.Count > 0) throw new InvalidOptionsException([.. problems.Distinct()]);

        var plan = new Plan
        {
            Study = study.Name,
            Title = study.Report.Title ?? study.Name,
            Claim = study.Report.Claim,
            Command = command,
            Source = study.Data.Source,
            Reading = study.Data.Reading,
            DataHash = data.Hash,
            DataWarnings = data.Warnings,
            Citation = data.Citation,
            Classes = data.Classes,
            Similarity = study.Similarity,
            Models = models,
            Comparisons = comparisons,
            Analyses = planning.Planned,
            Steps = [],
        };
        return plan with { Steps = PlanSteps.Of(plan, threads) };
    }

    private static IEnumerable<PlannedModel> Models(Study study, ImageSet data, int threads, List<string> problems)
    {
        var found = new List<PlannedModel>();
        for (int i = 0; i < study.Models.Count; i++)
        {
            StudyModel asked = study.Models[i];
            if (asked.Files is { } pattern)
            {
                foreach (PlannedModel read in FileModels.Of(asked, pattern, data, threads, found, $"models[{i}]", problems))
                    yield return Kept(read);
                continue;
            }
            // A control's weights do not depend on how much there is to learn from: one, on the largest share, serves all.
            IEnumerable<Fraction> fractions = asked.Trained ? study.Data.Fractions : [study.Data.Fractions.MaxBy(f => f.Value)];
            IEnumerable<TrainingOptions> recipes = asked.Trained ? study.Training.Recipes : study.Training.Recipes.Take(1);
            var all =
                from fraction in fractions
                from depth in asked.Depth
                from width in asked.Widths
                from recipe in recipes
                from seed in asked.Seeds
                select (fraction, depth, width, recipe, seed);
            foreach ((Fraction fraction, int depth, double width, TrainingOptions recipe, long seed) in all)
            {
                TrainingOptions options = recipe with { Fraction = fraction, Subset = study.Data.Subset, Seed = seed };
                PlannedModel? model = null;
                try
                {
                    if (data.Height != data.Width)
                        throw new InvalidOptionsException(
                            $"{data.Name} has images of {data.Height}×{data.Width} pixels, which are not square; imagefolder:PATH@SIZE "
                            + "resizes");
                    ModelSpec spec = ModelSpec.Create(asked.Family, asked.Values(depth, width), new(data.Channels, data.Height),
                        data.Classes.Count);
                    model = Model(spec, data, asked.Trained, options, asked.Trained ? study.Training.Suffix(recipe) : "", threads);
                }
                catch (InvalidOptionsException wrong)
                {
                    problems.AddRange(wrong.Problems.Select(p =>
                        $"models[{i}]{(fraction == Fraction.One ? "" : $" with fraction {fraction}")}: {p}"));
                }
                if (model is not null) yield return Kept(model);
            }
        }

        PlannedModel Kept(PlannedModel model)
        {
            found.Add(model);
            return model;
        }
    }

    private static PlannedModel Model(ModelSpec spec, ImageSet data, bool trained, TrainingOptions options, string suffix, int threads)
    {
        // Of the recipe, a control uses batches, order, subset and augmentation; the rest must not change its key.
        if (!trained)
            options = new TrainingOptions
            {
                WeightDecay = UnusedDecay,
                Batch = options.Batch,
                Augment = Augmentation.None,
                Fraction = options.Fraction,
                Subset = options.Subset,
                Seed = options.Seed,
                Precision = Precision.Fp32,
                Normalize = options.Normalize
            };
        Recipe recipe = Recipe.Settle(spec, data, options);
        int own = ThreadsFor(spec.MultiplyAdds, options.Batch, threads);
        JsonObject inputs = recipe.ToJson();
        inputs["threads"] = own;
        inputs["trained"] = trained;
        // Since every batch of a control has masks of its own, as a training's has.
        if (!trained && spec.Graph.Nodes.Any(node => node.Operation is Operation.Dropout or Operation.StochasticDepth))
            inputs["masks"] = "of each batch";
        string key = ContentKey.Of("model", inputs);
        Fraction fraction = options.Fraction;
        string share = fraction == Fraction.One ? "" : $"-{fraction.Numerator}of{fraction.Denominator}";
        string label = $"{spec.Name}{share}{suffix}-s{options.Seed}{(trained ? "" : "-untrained")}";
        return new PlannedModel
        {
            Name = NameOf(data, label, key),
            Label = label,
            Key = key,
            Trained = trained,
            Architecture = spec.Metadata,
            Training = recipe.Options,
            Threads = own,
            MultiplyAdds = Cost(spec, data, trained, recipe.Options),
        };
    }

    /// <summary>Of a model's folder.</summary>
    internal static string NameOf(ImageSet data, string label, string key)
        => FolderName.OfModel($"{FolderName.Part(data.Name)}-{label}-{key[..6]}");

    /// <summary>Threads that a model is made with.</summary>
    internal static int ThreadsFor(double multiplyAdds, int batch, int threads) => multiplyAdds * batch < SmallStep ? 1 : threads;

    private static double Cost(ModelSpec spec, ImageSet data, bool trained, TrainingOptions options)
    {
        if (!trained) return (double)spec.MultiplyAdds * (options.Batch * 30 + data.Test.Count);
        double seen = (double)(options.Fraction.Of(data.Train.Count) / options.Batch) * options.Batch * options.Epochs;
        // A backward pass takes two products where the forward pass takes one.
        return 3.0 * spec.MultiplyAdds * seen + TestsCost(spec, data, options);
    }

    /// <summary>Multiply-adds of the tests in a training; predictions are one more.</summary>
    internal static double TestsCost(ModelSpec spec, ImageSet data, TrainingOptions options)
        => (double)spec.MultiplyAdds * data.Test.Count * (Math.Ceiling((double)options.Epochs / options.EvaluateEvery) + 1);

    private static void CheckLayers(StudySimilarity similarity, PlannedModel[] models, List<string> problems)
    {
        foreach (PlannedModel model in models.DistinctBy(m => m.NetworkName))
        {
            try
            {
                LayerSelection.Select(model.Layers, similarity.Layers);
            }
            catch (InvalidOptionsException wrong)
            {
                problems.AddRange(wrong.Problems.Select(p => $"similarity.layers: {model.NetworkName}: {p}"));
            }
        }
    }

    private static IEnumerable<(PlannedModel A, PlannedModel B)> Across(Across across, PlannedModel[] models, List<string> problems)
    {
        IEnumerable<(PlannedModel A, PlannedModel B)> all = from i in Enumerable.Range(0, models.Length)
                                                            from j in Enumerable.Range(i + 1,
            models.Length - i - 1)
                                                            select (models[i], models[j]);
        if (across.Rule == "all") return all;
        if (across.Rule == "none") return [];
        if (across.Rule == "seeds")
        {
            // Of ten thousand networks, most of fifty million pairs are none of these.
            ILookup<string, int> alike = Enumerable.Range(0, models.Length).ToLookup(i => WithoutSeed(models[i]));
            return Enumerable.Range(0, models.Length).SelectMany(i => alike[WithoutSeed(models[i])].SkipWhile(j => j <= i)
                .Select(j => (models[i], models[j])));
        }

        PlannedModel[] Matching(string name)
        {
            PlannedModel[] found = [.. models.Where(m => FileSystemName.MatchesSimpleExpression(name, m.Label, ignoreCase: false))];
            if (found.Length == 0)
                problems.Add(
                    $"similarity.across: {Foreign.Quoted(name)} names no model{Suggestion.For(name, models.Select(m => m.Label))}");
            return found;
        }
        var places = models.Index().ToDictionary(m => m.Item.Name, m => m.Index);
        // The plan's order decides which of the two gives the rows, so that a pair has one name however it is asked for.
        return (from pair in across.Pairs
                let columns = Matching(pair.B)
                from a in Matching(pair.A).Select(m => places[m.Name])
                from b in columns.Select(m => places[m.Name])
                where a != b
                select (First: Math.Min(a, b), Second: Math.Max(a, b))).Distinct().Order().Select(p => (models[p.First], models[p.Second]));
    }

    internal static string WithoutSeed(PlannedModel model) => Regex.Replace(model.Label, "-s[0-9]+(?=$|-untrained$)", "");

    /// <param name="Layers">Those that are compared.</param>
    /// <param name="GramsCost">Multiply-adds of its pass and its Gram matrices.</param>
    private sealed record ComparedModel(LayerInfo[] Layers, double GramsCost);

    private static PlannedComparison[] Comparisons(StudySimilarity similarity, ImageSet data, (PlannedModel A, PlannedModel B)[] pairs,
        List<string> problems)
    {
        int examples = Math.Min(similarity.MaxExamples ?? int.MaxValue, data.Test.Count), batch = Math.Min(similarity.Batch, examples);
        // A single batch is the same in every pass.
        int passes = similarity.Batch >= examples ? 1 : similarity.Passes;
        if (similarity.Shards > passes)
            problems.Add($"similarity.shards: {similarity.Shards} is more than the passes, of which there {(passes == 1 ? "is" : "are")} "
                + $"{passes}{(passes < similarity.Passes ? ", for a batch holds all examples" : "")}");
        double seen = (double)examples * passes;
        var compared = new Dictionary<string, ComparedModel>();
        foreach (PlannedModel model in pairs.SelectMany(pair => new[] { pair.A, pair.B }).Distinct())
        {
            LayerInfo[] layers = [.. LayerSelection.Select(model.Layers, similarity.Layers).Select(i => model.Layers[i])];
            compared[model.Name] = new(layers, GramsCost(model.MultiplyAddsPerImage, layers, seen, batch));
            // Known now; the run itself would find out only after training.
            if (MachineMemory.Problem($"a pass over {model.NetworkName}", Math.Min(similarity.Batch, data.Test.Count),
                images => NetworkMemory.Process + data.Bytes + model.PassBytes(images)) is { } large)
                problems.Add($"similarity.batch: {large}");
        }
        return [.. pairs.Select(pair => Comparison(pair.A, pair.B))];

        PlannedComparison Comparison(PlannedModel a, PlannedModel b)
        {
            (ComparedModel rows, ComparedModel columns) = (compared[a.Name], compared[b.Name]);
            if (ModelComparison.MemoryProblem(rows.Layers.Length, a == b ? null : columns.Layers.Length, batch) is { } problem)
                problems.Add($"similarity.{problem}");
            return new(a == b ? a.Name : $"{a.Name}~{b.Name}", Key(similarity, a, b), a.Name, b.Name,
                seen * batch / 2 * rows.Layers.Length * columns.Layers.Length, rows.GramsCost, columns.GramsCost);
        }
    }

    private static string Key(StudySimilarity similarity, PlannedModel a, PlannedModel b)
    {
        var inputs = new JsonObject
        {
            ["a"] = a.Key,
            ["b"] = b.Key,
            // The same of Strata's own networks, and in the keys of results that are there.
            ["layers"] = similarity.Layers == "auto" && a.Graph is null && b.Graph is null ? "all" : similarity.Layers,
            ["batch"] = similarity.Batch,
            ["passes"] = similarity.Passes,
            ["maxExamples"] = similarity.MaxExamples,
        };
        // Left out where it changes nothing, for the keys of results that are there.
        if (similarity.Tokens != TokenChoice.Flatten) inputs["tokens"] = $"{similarity.Tokens}";
        return ContentKey.Of("similarity", inputs);
    }

    /// <summary>Multiply-adds of a model's forward pass and of the Gram matrices of some layers.</summary>
    internal static double GramsCost(double multiplyAdds, IEnumerable<LayerInfo> layers, double examples, double batch)
        => examples * (multiplyAdds + batch / 2 * layers.Sum(l => (double)l.Features));
}
