using System.Globalization;
using System.Text.Json;
using Strata.Analysis.Populations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Report;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Running;
using Strata.Studies.Storage;
using Strata.Training;

namespace Strata.Studies.Reporting;

/// <summary>Gathers from a study's output folder what its page shows.</summary>
public static class StudyContents
{
    /// <summary>Everything that is there of the plan; the rest is told as missing.</summary>
    /// <exception cref="InvalidFileException">No study was run there, or a file is damaged.</exception>
    public static StudyContent Read(ArtifactStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Plan plan = Plan.Parse(store.PlanFile);
        if (!File.Exists(store.StudyFile)) throw new InvalidFileException(store.StudyFile, "does not exist: no study was run there");
        ModelContent[] models = [.. plan.Models.Select(m => Model(store, m)).OfType<ModelContent>()];
        var shown = models.Where(m => m.DivergedAtEpoch is null).Select(m => m.Name).ToHashSet();
        ComparisonContent[] comparisons = [.. plan.Comparisons.Where(c => shown.Contains(c.A) && shown.Contains(c.B)).Select(c => Comparison(store, plan, c)).OfType<ComparisonContent>()];
        return new StudyContent
        {
            Title = plan.Title,
            Name = plan.Study,
            StudyJson = File.ReadAllText(store.StudyFile),
            Recipe = plan.Models.FirstOrDefault(m => m.Trained) is { } trained ? Recipe(trained.Training) : null,
            Models = models,
            Comparisons = comparisons,
            Errors = [.. plan.Errors.Where(e => store.Has(e.Artifact) && e.ModelsA.Concat(e.ModelsB).All(shown.Contains)).Select(e => Errors(store, plan, e))],
            Warnings = [.. Missing(store)],
            HowItWasMade = [.. Provenance.Of(store, plan)],
        };
    }

    private static ModelContent? Model(ArtifactStore store, PlannedModel model)
    {
        Artifact artifact = model.Artifact();
        ModelSpec spec = model.Spec;
        bool there = store.Has(artifact);
        int? diverged = there ? null : store.FailureOf(artifact)?.Diverged;
        if (!there && diverged is null) return null;

        Manifest? manifest = there ? Manifest.Read(store.FolderOf(artifact)) : null;
        IReadOnlyList<EpochRecord> epochs = TrainingLog.Read(there ? Path.Combine(store.FolderOf(artifact), TrainingLog.FileName) : store.FailedLog(artifact));
        return new ModelContent
        {
            Name = model.Name,
            Family = spec.Family,
            Depth = int.Parse(model.Architecture["depth"]),
            Width = double.Parse(model.Architecture["width"]),
            Residual = model.Architecture["residual"] == "true",
            Fraction = model.Training.Fraction,
            Seed = model.Training.Seed,
            Trained = model.Trained,
            Parameters = spec.ParameterCount,
            MultiplyAdds = spec.MultiplyAdds,
            TestAccuracy = Number("testAccuracy"),
            BestTestAccuracy = Number("bestTestAccuracy"),
            BestEpoch = (int?)Number("bestEpoch"),
            TrainAccuracy = Number("trainAccuracy"),
            Seconds = manifest?.Seconds ?? epochs.Sum(e => e.Seconds),
            DivergedAtEpoch = diverged,
            Curve = [.. epochs.Select(e => new CurvePoint(e.Epoch, e.Loss, e.TrainAccuracy, e.TestAccuracy, e.LearningRate))],
            Warnings = manifest?.Warnings ?? [],
        };

        double? Number(string name) => manifest?.Results[name] is { } value && value.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>() : null;
    }

    private static string Recipe(TrainingOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"{options.Epochs} epochs, batch {options.Batch}, learning rate {options.LearningRate}, weight decay {options.WeightDecay}, {(options.Augment == Augmentation.CropFlip ? "random crops and flips" : "no augmentation")}");

    private static ComparisonContent? Comparison(ArtifactStore store, Plan plan, PlannedComparison comparison)
    {
        Artifact artifact = comparison.Artifact();
        if (!store.Has(artifact)) return null;
        SimilarityMatrix matrix = SimilarityFolder.Read(store.FolderOf(artifact));
        bool within = comparison.A == comparison.B;
        Artifact? components = within ? plan.Components.FirstOrDefault(c => c.Name == comparison.A)?.ComponentsArtifact() : null;
        Artifact? blocks = within ? plan.Blocks.FirstOrDefault(b => b.Name == comparison.A)?.BlocksArtifact() : null;
        return new ComparisonContent
        {
            A = comparison.A,
            B = comparison.B,
            Matrix = matrix,
            Block = blocks is { } verdict && store.Has(verdict) ? BlockAnalysis.Read(store.FolderOf(verdict)) : null,
            Shares = components is { } shares && store.Has(shares) ? BlockAnalysis.SharesOf(store.FolderOf(shares), matrix.LayersA) : null,
        };
    }

    private static ErrorsContent Errors(ArtifactStore store, Plan plan, PlannedErrors errors)
    {
        string folder = store.FolderOf(errors.Artifact);
        PopulationComparison comparison = ErrorsFolder.Read(folder);
        return new ErrorsContent
        {
            Name = errors.Name,
            ModelA = errors.ModelsA[0],
            ModelB = errors.ModelsB[0],
            Comparison = comparison,
            Classes = plan.Classes,
            Pictures = comparison.AheadA.Concat(comparison.AheadB).Select(e => e.Index).Distinct().ToDictionary(index => index, index => File.ReadAllBytes(Path.Combine(folder, ErrorsWork.PictureName(index)))),
        };
    }

    private static IEnumerable<string> Missing(ArtifactStore store)
    {
        StudyStatus status = StudyStatus.Read(store);
        int missing = status.Artifacts.Count - status.Count(ArtifactState.Done);
        if (missing > 0) yield return $"{missing} of {status.Artifacts.Count} results of this study are not there; 'strata status' says which and why";
    }
}
