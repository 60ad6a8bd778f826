using System.Text.Json;
using Strata.Analysis.Populations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Report;
using Strata.Runtime;
using Strata.Settings;
using Strata.Similarity;
using Strata.Studies.Analyses;
using Strata.Studies.Planning;
using Strata.Studies.Reproduction;
using Strata.Studies.Storage;
using Strata.Training;

namespace Strata.Studies.Reporting;

/// <summary>Gathers from a study's output folder what its page shows.</summary>
public static class StudyContents
{
    /// <summary>Damaged results that a page names.</summary>
    private const int MostNamed = 5;

    /// <summary>Everything that is there of the plan; the rest is told as missing.</summary>
    /// <exception cref="InvalidFileException">No study was run there, or a file is damaged.</exception>
    public static StudyContent Read(ArtifactStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Plan plan = Plan.Parse(store.PlanFile);
        if (!File.Exists(store.StudyFile))
            throw new InvalidFileException(store.StudyFile, "does not exist; the study's next run writes it anew");
        store = store.Checked(plan);
        IReadOnlyDictionary<string, string> files = FileNames.Of(plan.Models.Select(m => m.File?.Path).OfType<string>());
        ModelContent[] models = [.. plan.Models.Select(m => Model(store, plan, files, m)).OfType<ModelContent>()];
        var shown = models.Where(m => m.DivergedAtEpoch is null).Select(m => m.Name).ToHashSet();
        LayerMap[] comparisons = [.. plan.Comparisons.Where(c => shown.Contains(c.A) && shown.Contains(c.B))
            .Select(c => Comparison(store, plan, c)).OfType<LayerMap>()];
        (PlannedAnalysis Analysis, Manifest Manifest)[] made = [.. plan.Analyses.Where(analysis => store.Has(analysis.Artifact()))
            .Select(analysis => (analysis, Manifest.Read(store.FolderOf(analysis.Artifact()))))];
        // Those of a family say who was left out; what there is is shown whoever is missing.
        IEnumerable<(PlannedAnalysis Analysis, string Folder)> Found(string kind)
            => made.Where(m => m.Analysis.Kind == kind && AnalysisExecution.HasResult(m.Manifest))
                .Select(m => (m.Analysis, store.FolderOf(m.Analysis.Artifact())));
        var collapsed = Found(Study.Collapse)
            .ToDictionary(found => found.Analysis.Models[0], found => CollapseKind.Expendable(found.Folder));
        models = [.. models.Select(m => collapsed.TryGetValue(m.Name, out var expendable) ? m with { Expendable = expendable } : m)];
        var own = comparisons.Where(c => c.Matrix.Within).ToDictionary(c => c.A, c => c.Matrix);
        StabilityContent[] stabilities = [.. Found(Study.Stability).Select(s => StabilityKind.Read(s.Folder, s.Analysis.Models))];
        Study? study = null;
        string? notUnderstood = null;
        try
        {
            study = StudyFile.Read(store.StudyFile);
        }
        catch (InvalidOptionsException other)
        {
            // Results of another version are shown all the same.
            notUnderstood = other.Message;
        }
        var content = new StudyContent
        {
            Title = plan.Title,
            Name = plan.Study,
            StudyJson = File.ReadAllText(store.StudyFile),
            Recipe = Recipe([.. plan.Models.Where(m => m.IsTrainedHere).Select(m => m.Training)]),
            Models = models,
            Comparisons = comparisons,
            Errors = [.. Found(Study.PopulationErrors).Select(e => ErrorsKind.Read(e.Analysis, e.Folder, plan.Classes, shown))],
            Stabilities = stabilities,
            Exhibits = [.. made.Where(m => AnalysisExecution.HasResult(m.Manifest))
                .SelectMany(m => AnalysisKinds.Of(m.Analysis.Kind).Show(m.Analysis, store.FolderOf(m.Analysis.Artifact()),
                    m.Analysis.Models is [var only] ? own.GetValueOrDefault(only) : null))
                .Where(exhibit => exhibit.Models.All(shown.Contains))],
            Warnings = [.. Absent(study, plan, notUnderstood), .. Missing(store),
                .. Remark.Of(made.SelectMany(m => AnalysisExecution.Remarks(m.Manifest)
                    .Select(told => new Remark(m.Analysis.Title, told)))),
            ],
            HowItWasMade = [.. Provenance.Of(store, plan)],
        };
        (Population, Population) PopulationsOf(ErrorsContent errors)
            => ErrorsKind.PopulationsOf(plan.Find(Study.PopulationErrors, errors.Name)!, store, shown);
        return plan.Claim is not { } claim ? content
            : content with { Exhibits = [ClaimCards.Of(claim, study, content, PopulationsOf), .. content.Exhibits] };
    }

    private static ModelContent? Model(ArtifactStore store, Plan plan, IReadOnlyDictionary<string, string> files, PlannedModel model)
    {
        Artifact artifact = model.Artifact();
        ModelSpec? spec = model.Spec;
        bool there = store.Has(artifact);
        int? diverged = there ? null : store.FailureOf(artifact)?.Diverged;
        if (!there && diverged is null) return null;

        Manifest? manifest = there ? Manifest.Read(store.FolderOf(artifact)) : null;
        IReadOnlyList<EpochRecord> epochs = there
            ? TrainingLog.Read(Path.Combine(store.FolderOf(artifact), TrainingLog.FileName))
            : store.FailedEpochs(artifact);
        return new ModelContent
        {
            Name = model.Name,
            Family = spec?.Family.Name ?? "onnx",
            Depth = spec?.Depth ?? 0,
            Width = spec?.Width ?? 0,
            WidthUnit = spec?.Family.WidthUnit ?? "",
            Network = spec?.Title ?? Planner.WithoutSeed(model),
            Variant = spec is null ? "" : spec.Variant + (model.File?.Group is { } group ? $", {group}" : ""),
            Fraction = model.Training.Fraction,
            Seed = model.File is null ? model.Training.Seed : null,
            File = model.File is { } file ? files[file.Path] : null,
            Trained = model.Trained,
            LearningRate = model.IsTrainedHere ? model.Training.LearningRate : null,
            WeightDecay = model.IsTrainedHere ? model.Training.WeightDecay : null,
            Parameters = model.ParameterCount,
            MultiplyAdds = model.MultiplyAddsPerImage,
            TestAccuracy = Number("testAccuracy"),
            BestTestAccuracy = Number("bestTestAccuracy"),
            BestEpoch = (int?)Number("bestEpoch"),
            TrainAccuracy = Number("trainAccuracy"),
            Seconds = manifest?.Seconds ?? epochs.Sum(e => e.Seconds),
            DivergedAtEpoch = diverged,
            DidNotLearn = there ? Learning.Problem(store.FolderOf(artifact)) : null,
            Curve = [.. epochs.Select(e => new CurvePoint(e.Epoch, e.Loss, e.TrainAccuracy, e.TestAccuracy, e.LearningRate))],
            Warnings = [.. manifest?.Warnings ?? [],
                .. plan.Analyses.Where(a => a.Models is [var only] && only == model.Name && store.Has(a.Artifact()))
                    .SelectMany(a => Manifest.Read(store.FolderOf(a.Artifact())).Warnings)],
        };

        double? Number(string name)
            => manifest?.Results[name] is { } value && value.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>() : null;
    }

    /// <summary>What a recipe in words says first, and what tells nothing of the models.</summary>
    private static readonly string[] s_always =
        ["epochs", "batch", "learningRate", "weightDecay", "augment", "batchNormMomentum", "evaluateEvery", "precision", "snapshots"];

    /// <summary>In words; null where nothing was trained.</summary>
    private static string? Recipe(TrainingOptions[] options)
    {
        if (options.Length == 0) return null;
        string Values(Func<TrainingOptions, double> property)
            => string.Join(" or ", options.Select(property).Distinct().Select(value => WrittenNumber.Of(value)));
        return
            $"{options[0].Epochs} epochs, batch {options[0].Batch}, learning rate {Values(o => o.LearningRate)}, weight decay "
            + $"{Values(o => o.WeightDecay)}, "
            + $"{(options[0].Augment == Augmentation.None ? "no augmentation" : "random crops and flips")}"
            + string.Concat(TrainingSettings.Recipe.Where(member => !s_always.Contains(member.Name))
                .Where(member => member.Text(options[0]) != member.Text(new()))
                .Select(member => $", {SettingsTable.Kebab(member.Name).Replace('-', ' ')} {member.Text(options[0])}"));
    }

    private static LayerMap? Comparison(ArtifactStore store, Plan plan, PlannedComparison comparison)
    {
        Artifact artifact = comparison.Artifact();
        if (!store.Has(artifact)) return null;
        SimilarityMatrix matrix = SimilarityFolder.Read(store.FolderOf(artifact));
        bool within = comparison.A == comparison.B;
        string? Across(string kind)
            => !within && plan.Find(kind, comparison.Name)?.Artifact() is { } analysis && store.Has(analysis)
            ? store.FolderOf(analysis) : null;
        string? Folder(string kind)
            => within && plan.Find(kind, comparison.A)?.Artifact() is { } analysis && store.Has(analysis) ? store.FolderOf(analysis) : null;
        return new LayerMap
        {
            A = comparison.A,
            B = comparison.B,
            Matrix = matrix,
            Block = Folder(Study.Blocks) is { } blocks ? BlocksKind.Read(blocks) : null,
            Correspondence = Across(Study.Correspondence) is { } found ? CorrespondenceKind.Read(found) : null,
            Shares = Folder(Study.Components) is { } components ? ComponentsKind.SharesOf(components, matrix.LayersA) : null,
        };
    }

    private static IEnumerable<string> Absent(Study? study, Plan plan, string? notUnderstood)
        => study is not null ? AnalysisKinds.Absent(study, plan).Select(absent => $"nothing to do for {absent}")
            : [$"which analyses came to nothing is not known, since this version does not understand study.json: {notUnderstood}"];

    private static IEnumerable<string> Missing(ArtifactStore store)
    {
        StudyStatus status = StudyStatus.Read(store);
        // Causes before what follows from them.
        ArtifactStatus[] damaged = [.. status.Artifacts.Where(a => a.State == ArtifactState.Damaged)
            .OrderBy(a => a.Detail!.StartsWith(StoreCheck.MadeFrom, StringComparison.Ordinal))];
        foreach (ArtifactStatus artifact in damaged.Take(MostNamed)) yield return $"not shown: {artifact.Artifact}: {artifact.Detail}";
        if (damaged.Length > MostNamed) yield return $"not shown: {damaged.Length - MostNamed} more damaged results";
        int missing = status.Artifacts.Count - status.Count(ArtifactState.Done);
        if (missing > 0)
            yield return $"{missing} of {status.Artifacts.Count} results of this study are not there; 'strata status' says which and why";
        foreach (string note in status.Notes) yield return note;
    }
}
