using Strata.Analysis;
using Strata.Analysis.Populations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;
using Strata.Settings;
using Strata.Similarity;
using Strata.Similarity.Measures;
using Strata.Training;

namespace Strata.Studies.Format;

/// <summary>The description of a study file, member by member.</summary>
internal static class StudyForm
{
    /// <param name="analyses">All that a study may ask for.</param>
    /// <param name="figures">Figures of papers whose claims a page may judge.</param>
    public static ObjectForm<Study> Of(IReadOnlyList<IAnalysisForm> analyses, IReadOnlyList<string> figures) => new(
        new Study { Name = "", Data = new StudyData { Source = "" }, Models = [] },
    [
        new Member<Study, string>("$schema", new TextForm(), _ => "", (s, _) => s,
            "Where an editor finds the schema; 'strata schema' prints it.") { Written = false },
        new Member<Study, string>("name",
            new NameForm(),
            s => s.Name, (s, v) => s with { Name = v }, "Names the study and its output folder.") { Required = true },
        new Member<Study, StudyData>("data", Data, s => s.Data, (s, v) => s with { Data = v }, "The images.") { Required = true },
        new Member<Study, IReadOnlyList<StudyModel>>("models", new ListForm<StudyModel>(Model), s => s.Models,
            (s, v) => s with { Models = v },
            "The networks: every entry stands for all its depths, widths and seeds.") { Required = true },
        new Member<Study, StudyTraining>("training", Training, s => s.Training, (s, v) => s with { Training = v },
            "The recipe of every trained network, or several."),
        new Member<Study, StudySimilarity>("similarity", Similarity, s => s.Similarity, (s, v) => s with { Similarity = v },
            "How layers are compared, and which models with which."),
        new Member<Study, IReadOnlyList<string>>("analyses",
            new ListForm<string>(
                new ChoiceForm<string>([.. analyses.Select(a => a.Name).Order(StringComparer.Ordinal).Select(a => (a, a))]), empty: true),
            s => s.Analyses, (s, v) => s with { Analyses = v },
            "What is worked out beside the similarity: of each model its blocks, components, dominant-images, its similarity "
            + "without-components and without-images, sparsity, collapse and probes; of each comparison that by other measures; across "
            + "models stability over seeds, correspondence, matching of layers, distances and errors."),
        new Member<Study, BlockOptions>("blocks", Blocks, s => s.BlockThresholds, (s, v) => s with { BlockThresholds = v },
            "With the analysis blocks: the thresholds of a verdict, which stand beside it."),
        new Member<Study, ComponentOptions>("components", Components, s => s.PrincipalComponents,
            (s, v) => s with { PrincipalComponents = v }, "With the analysis components: over how many examples, and how many components."),
        new Member<Study, CollapseOptions>("collapse", Collapse, s => s.BranchCollapse, (s, v) => s with { BranchCollapse = v },
            "With the analysis collapse: over how many test examples."),
        new Member<Study, StudyErrors>("errors", Errors, s => s.Errors, (s, v) => s with { Errors = v },
            "With the analysis errors: which populations, models that differ in their seed alone, are compared."),
        new Member<Study, ProbeOptions>("probes", Probes, s => s.Probes, (s, v) => s with { Probes = v },
            "With the analysis probes: how a linear classifier on every frozen layer is trained."),
        new Member<Study, StudyPage>("report", Page(figures), s => s.Report, (s, v) => s with { Report = v }, "The page."),
    ], study => analyses.Where(kind => study.Analyses.Contains(kind.Name)).Select(kind => kind.Problem(study)).OfType<string>()
    .Select(problem => ("analyses", problem)));

    private static ObjectForm<StudyData> Data => new(new StudyData { Source = "" },
    [
        new Member<StudyData, string>("source", new TextForm(problem: ImageSets.Problem), d => d.Source, (d, v) => d with { Source = v },
            $"{ImageSets.Sources}.") { Required = true },
        new Member<StudyData, IReadOnlyList<Fraction>>("fractions", new ListForm<Fraction>(new FractionForm(), single: true),
            d => d.Fractions, (d, v) => d with { Fractions = v },
            "Shares of the training examples; every trained model is made once for each."),
        TrainingSettings.Subset.Within<StudyData>(d => new() { Subset = d.Subset }, (d, v) => d with { Subset = v.Subset }),
        .. ImageReadingSettings.All.Within<ImageReading, StudyData>(d => d.Reading, (d, v) => d with { Reading = v }),
    ]);

    private static ObjectForm<StudyModel> Model => new(new StudyModel { Family = "", Depth = [] },
    [
        new Member<StudyModel, string>("family", new ChoiceForm<string>([.. ModelFamilies.All.Select(f => (f.Name, f.Name))]),
            m => m.Family,
            (m, v) => m with { Family = v }, "The family of networks.") { WrittenIn = m => m.Files is null && m.Family.Length > 0 },
        new Member<StudyModel, IReadOnlyList<int>>("depth", new ListForm<int>(new NumberForm<int>(new(1, 10_000)), single: true),
            m => m.Depth,
            (m, v) => m with { Depth = v },
            FamilySettings.All[0].Description) { WrittenIn = m => m.Depth.Count > 0 },
        new Member<StudyModel, IReadOnlyList<double>>("width",
            new ListForm<double>(new NumberForm<double>(new(0, 10_000, Above: true)), single: true), m => m.Widths,
            (m, v) => m with { Width = v }, FamilySettings.All[1].Description) { WrittenIn = m => m.Files is null && m.Family.Length > 0 },
        new Member<StudyModel, IReadOnlyList<long>>("seeds", new SeedsForm(), m => m.Seeds, (m, v) => m with { Seeds = v },
            "How many seeds, counted from 0, or the seeds themselves in an array.") { WrittenIn = m => m.Files is null },
        .. FamilySettings.All.Skip(2).Select(option => new FamilyMember(option)),
        new Member<StudyModel, bool>("trained", new SwitchForm(), m => m.Trained, (m, v) => m with { Trained = v },
            "false: the untrained control.") { WrittenIn = m => m.Files is null },
        new Member<StudyModel, string>("files", new TextForm("\\S", "a path, in which * and ? stand for any characters"),
            m => m.Files ?? "", (m, v) => m with { Files = v },
            "In place of a family: models that are there already, such as zoo/resnet20-*.th or zoo/*.onnx, in the order of their names.")
            { WrittenIn = m => m.Files is not null },
        new Member<StudyModel, string>("group", new NameForm(), m => m.Group ?? "",
            (m, v) => m with { Group = v },
            "With files: the population that they are, its models called GROUP-s0, GROUP-s1 and so on; left out: as their network is "
            + "called, and ONNX graphs as their files.")
            { WrittenIn = m => m.Group is not null },
        .. ModelReading.Settings.Select(setting => new ReadingMember(setting)),
    ], Conflicts);

    /// <summary>The members of one recipe, of which some take several values.</summary>
    private static ObjectForm<StudyTraining> Training => new(new StudyTraining(),
    [
        .. TrainingSettings.Recipe.Select(member =>
            member == TrainingSettings.LearningRate ? Several(TrainingSettings.LearningRate, t => t.LearningRates,
                (t, v) => t with { LearningRates = v })
            : member == TrainingSettings.WeightDecay ? Several(TrainingSettings.WeightDecay, t => t.WeightDecays,
                (t, v) => t with { WeightDecays = v })
            : member.Within<StudyTraining>(t => t.Common, (t, v) => t with { Common = v })),
    ], training => TrainingSettings.Conflicts(training.Common));

    private static Member<StudyTraining> Several(Member<TrainingOptions, double> one, Func<StudyTraining, IReadOnlyList<double>> get,
        Func<StudyTraining, IReadOnlyList<double>, StudyTraining> set)
        => new Member<StudyTraining, IReadOnlyList<double>>(one.Name, new ListForm<double>(one.Form, single: true), get, set,
            $"{one.Description} Several make a model for each.");

    private static ObjectForm<StudySimilarity> Similarity => new(new StudySimilarity(),
    [
        .. ComparisonSettings.All.Within<ComparisonOptions, StudySimilarity>(s => s.Options, (s, v) => s with
        {
            Layers = v.Layers,
            Batch = v.Batch,
            Passes = v.Passes,
            MaxExamples = v.MaxExamples,
            Tokens = v.Tokens,
        }),
        new Member<StudySimilarity, bool>("within", new SwitchForm(), s => s.Within, (s, v) => s with { Within = v },
            "false: no model's layers are compared with each other; with across none, a study without similarity."),
        new Member<StudySimilarity, int>("withoutComponents", new NumberForm<int>(ComparisonRanges.WithoutComponents with { Minimum = 1 }),
            s => s.WithoutComponents,
            (s, v) => s with { WithoutComponents = v },
            "With the analysis without-components: how many leading principal components are taken off each layer in each batch before "
            + "layers are compared."),
        new Member<StudySimilarity, IReadOnlyList<double>>("withoutImages",
            new ListForm<double>(new NumberForm<double>(ComparisonRanges.WithoutImages), single: true), s => s.WithoutImages,
            (s, v) => s with { WithoutImages = v },
            "With the analysis without-images: the share of the test images that is left out, those that dominate first. Several make "
            + "a map for each."),
        new Member<StudySimilarity, IReadOnlyList<string>>("measures",
            new ListForm<string>(new TextForm(meaning: "a measure of docs/reference/measures.md", problem: MeasureProblem), empty: true),
            s => s.Measures, (s, v) => s with { Measures = v },
            "With the analysis measures: by what the same layers are compared beside CKA."),
        new Member<StudySimilarity, int>("shards", new NumberForm<int>(ComparisonRanges.Shards), s => s.Shards,
            (s, v) => s with { Shards = v },
            "Steps that the passes of each comparison are shared out to, for several processes or machines; at most as many as passes."),
        new Member<StudySimilarity, Across>("across", new AcrossForm(), s => s.Across, (s, v) => s with { Across = v },
            "Which different models are compared: none, seeds (models that differ in nothing else), all, or pairs of names such as "
            + "[\"resnet38-1x-s0\", \"resnet14-1x-s*\"]."),
    ]);

    /// <summary>Why layers cannot be compared by it, or null.</summary>
    private static string? MeasureProblem(string text)
    {
        try
        {
            return KnownMeasures.Parse(text).Traits.IsOfOutputs ? $"{text} compares outputs, not layers" : null;
        }
        catch (InvalidOptionsException unknown)
        {
            return unknown.Message;
        }
    }

    private static ObjectForm<BlockOptions> Blocks => new(new BlockOptions(), BlockSettings.All);

    private static ObjectForm<ComponentOptions> Components => new(new ComponentOptions(), ComponentSettings.All);

    private static ObjectForm<CollapseOptions> Collapse => new(new CollapseOptions(), CollapseSettings.All);

    private static ObjectForm<StudyErrors> Errors => new(new StudyErrors(),
    [
        new Member<StudyErrors, IReadOnlyList<ModelPair>>("pairs",
            new ListForm<ModelPair>(new PairForm("[\"resnet14-2x\", \"resnet26-1x\"]"), empty: true), e => e.Pairs,
            (e, v) => e with { Pairs = v },
            "Pairs of populations by their models' names without seed, such as [\"resnet14-2x\", \"resnet26-*\"]; empty: every two with "
            + "at least two seeds each."),
        new Member<StudyErrors, string>("groups", new TextForm("\\S", "auto, none, cifar10, cifar100, wordnet or a file"), e => e.Groups,
            (e, v) => e with { Groups = v },
            "Groups of classes: auto (those that come with the program, for classes of CIFAR-10 or CIFAR-100), none, cifar10, cifar100, "
            + "wordnet or wordnet:PATH (hypernyms of classes that go by wnids), or a JSON file such as { \"round\": [0, 8] }."),
        .. PopulationSettings.All.Within<PopulationOptions, StudyErrors>(
            e => new() { AtLeast = e.AtLeast, Resamples = e.Resamples },
            (e, v) => e with { AtLeast = v.AtLeast, Resamples = v.Resamples }),
    ], errors => PopulationRanges.ResamplesProblem(errors.Resamples) is { } problem ? [("resamples", problem)] : []);

    private static ObjectForm<ProbeOptions> Probes => new(new ProbeOptions(), ProbeSettings.All);

    private static ObjectForm<StudyPage> Page(IReadOnlyList<string> figures) => new(new StudyPage(),
    [
        new Member<StudyPage, string>("title", new TextForm("^[^\\r\\n]{1,200}$", "one line of 1 to 200 characters"), p => p.Title ?? "",
            (p, v) => p with { Title = v }, "The page's title; the study's name where it is missing."),
        new Member<StudyPage, string>("claim", new ChoiceForm<string>([.. figures.Select(id => (id, id))]), p => p.Claim ?? "",
            (p, v) => p with { Claim = v },
            "The figure of a paper whose claim the page judges; 'strata reproduce --list' shows all.")
            { WrittenIn = p => p.Claim is not null },
    ]);

    /// <summary>Files, or a family with its depths and what else it has.</summary>
    private static IEnumerable<(string, string)> Conflicts(StudyModel model)
    {
        if (model.Files is null)
        {
            if (model.Family.Length == 0)
                yield return ("family", "is missing: the family of networks, or files of networks that are there");
            if (model.Depth.Count == 0) yield return ("depth", $"is missing: {FamilySettings.All[0].Description}");
            if (model.Group is not null) yield return ("group", "goes with files");
            if (model.Reading != new ModelReading()) yield return ("layout", "layout, normalize and size go with files");
            if (model.Family.Length == 0 || model.Depth.Count == 0) yield break;
            foreach ((string, string) problem in OutsideTheFamily(model)) yield return problem;
            yield break;
        }
        StudyModel plain = new() { Depth = [] };
        if (model.Family.Length > 0) yield return ("family", "goes without files");
        if (model.Depth.Count > 0) yield return ("depth", "goes without files");
        if (model.Width is not null) yield return ("width", "goes without files");
        if (!model.Seeds.SequenceEqual(plain.Seeds)) yield return ("seeds", "goes without files, which are numbered in their order");
        if (!model.Trained) yield return ("trained", "goes without files");
        foreach (Member<FamilyValues> option in FamilySettings.All.Where(option => model.Options.Find(option.Name) is not null))
            yield return (option.Name, "goes without files");
    }

    /// <summary>
    /// The family itself knows which depths and widths it has; the images' size is not known yet and is checked with the plan.
    /// </summary>
    private static IEnumerable<(string, string)> OutsideTheFamily(StudyModel model)
    {
        var found = new List<(string, string)>();
        foreach (int depth in model.Depth) Try(depth, model.Widths[0]);
        foreach (double width in model.Widths) Try(model.Depth[0], width);
        string[] known = [.. FamilySettings.All.Select(option => option.Name)];
        return found.Where(p => known.Contains(p.Item1)).Distinct();

        void Try(int depth, double width)
        {
            try
            {
                ModelSpec.Create(model.Family, model.Values(depth, width), new(3, 32), classes: 10);
            }
            catch (InvalidOptionsException wrong)
            {
                found.AddRange(wrong.Problems.Select(p => p.Split(": ", 2)).Select(p => (p[0], p[^1])));
            }
        }
    }
}
