using Strata.Activations;
using Strata.Analysis;
using Strata.Onnx;
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

    public override string? GraphProblem(PlannedGraph graph, int classes)
        => graph.Probed == 0 ? "it adds no branches, before and after which probes are put" : graph.AnswerProblem(classes);

    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        foreach (PlannedModel model in planning.Models)
        {
            if (model.Graph is { } graph)
            {
                if (GraphProblem(graph, planning.Data.Classes.Count) is not null) continue;
                // A recipe finds this of other models.
                if (planning.Data.Train.Count == 0)
                    planning.Problems.Add($"analyses: probes learn from training images, of which {planning.Data.Name} has none");
            }
            // The model's own training images, in its own augmentation; a seed fixes the subset.
            ProbeOptions options = planning.Study.Probes with
            {
                Augment = model.Training.Augment!.Value,
                Fraction = model.Training.Fraction,
                Subset = model.Training.Subset,
                Seed = model.Training.Seed
            };
            double examples = (double)options.Epochs * options.Fraction.Of(planning.Data.Train.Count);
            long features = model.Graph?.Probed ?? LinearProbes.Places(model.OwnSpec()).Sum(p => p.Layer.Features);
            double dense = 2.0 * planning.Data.Classes.Count * features;
            yield return AnalysisPlanning.OfModel(this, model, options, examples * (model.MultiplyAddsPerImage + dense));
        }
    }

    public override Findings Execute(AnalysisWork work)
    {
        using IClassifier model = work.OpenModel();
        string state = Path.Combine(work.Folder, "resume.safetensors");
        ProbeResults results = Resuming.OrAnew(work.Analysis.Title, work.Say,
            () => model is OnnxModel graph
                ? LinearProbes.Train(graph, graph.Network.Places, work.Options<ProbeOptions>(), state, new Epochs(work.Progress), work.Stop)
                : LinearProbes.Train((TrainedModel)model, work.Options<ProbeOptions>(), state, new Epochs(work.Progress), work.Stop));
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
                $"epoch {value.Epochs:0.0} of {value.OfEpochs}, {value.ImagesPerSecond:0} images/s", value.EarlierEpochs / value.OfEpochs));
    }
}
