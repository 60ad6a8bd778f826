using Strata.Activations;
using Strata.Analysis;
using Strata.Report;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Work;

namespace Strata.Studies.Analyses;

/// <summary>Linear probes on a model's frozen layers: probes.json.</summary>
internal sealed class ProbesKind : AnalysisKind
{
    private const string FileName = "probes.json";

    public override string Name => Study.LinearProbes;
    public override string Plural => "models probed";
    public override bool Resumes => true;

    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        foreach (PlannedModel model in planning.Models)
        {
            // The model's own training images, in its own augmentation; a seed fixes the subset.
            ProbeOptions options = planning.Study.Probes with
            {
                Augment = model.Training.Augment!.Value,
                Fraction = model.Training.Fraction,
                Subset = model.Training.Subset,
                Seed = model.Training.Seed
            };
            double examples = (double)options.Epochs * options.Fraction.Of(planning.Data.Train.Count);
            double dense = 2.0 * planning.Data.Classes.Count * LinearProbes.Places(model.Spec).Sum(p => p.Layer.Features);
            yield return AnalysisPlanning.OfModel(this, model, options, examples * (model.Spec.MultiplyAdds + dense));
        }
    }

    public override Findings Execute(AnalysisWork work)
    {
        using TrainedModel model = work.OpenModel();
        string state = Path.Combine(work.Folder, "resume.safetensors");
        ProbeResults results = Resuming.OrAnew(work.Analysis.Title, work.Say,
            () => LinearProbes.Train(model, work.Options<ProbeOptions>(), state, new Epochs(work.Progress), work.Stop));
        work.WriteJson(results, FileName);
        return new()
        {
            Warnings = [.. results.Warnings, .. results.Probes.Where(p => p.Reason is not null)
            .Select(p => $"probe of {p.Layer.Name}: {p.Reason}")],
            Seconds = results.Seconds
        };
    }

    public override IEnumerable<Exhibit> Show(PlannedAnalysis analysis, string folder, SimilarityMatrix? own)
        => own is null ? []
            : [LayerCurves.Of(AnalysisWork.ReadJson<ProbeResults>(folder, FileName), own.LayersB) with { Models = analysis.Models }];

    private sealed class Epochs(IProgress<WorkProgress> progress) : IProgress<ProbeProgress>
    {
        public void Report(ProbeProgress value)
            => progress.Report(new(value.Epochs / value.OfEpochs,
                $"epoch {value.Epochs:0.0} of {value.OfEpochs}, {value.ImagesPerSecond:0} images/s", null));
    }
}
