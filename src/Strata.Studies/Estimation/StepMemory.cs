using Strata.Activations;
using Strata.Data;
using Strata.Engine;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Work;
using Strata.Training;

namespace Strata.Studies.Estimation;

/// <summary>
/// Bytes that a worker process holds at most, by what it keeps: of a network what <see cref="NetworkMemory"/> says, of a comparison
/// what <see cref="ModelComparison"/> says.
/// </summary>
internal static class StepMemory
{
    /// <summary>Bytes of a weight as convolutions in fp32 take it: 16 numbers for 9.</summary>
    private const double TransformedWeight = 4 * 16.0 / 9;

    public static double Bytes(PlannedStep step, WorkItem item, ImageSet images)
    {
        if (step.IsLight) return NetworkMemory.Process;
        double own = NetworkMemory.Process + images.Bytes;
        switch (item)
        {
            case TrainItem { Model: { File: not null } read }:
                return own + read.PassBytes(Math.Min(TrainedModel.Batch, images.Test.Count));
            case TrainItem { Model: { Trained: true } model }:
                return TrainingMemory.Bytes(model.OwnSpec(), images, model.Training, step.Threads);
            case TrainItem control:
                return TrainingMemory.Bytes(control.Model.OwnSpec(), images, control.Model.Training, step.Threads);
            case PairsItem compare:
                return own + Comparison(compare.Models, [.. compare.Comparisons.Select(c => (c.A, c.B))], compare.Similarity.Options,
                    compare.LargestLayer, images, step.Threads);
            case AnalysisItem { Models: [PlannedModel one], Analysis.Comparison: { } options } compare:
                return own + Math.Max(Comparison([one], [(one.Name, one.Name)], options, LargestLayer([one]), images, step.Threads),
                    one.PassBytes(Math.Min(options.Batch, images.Test.Count)) + compare.Analysis.Bytes);
            case AnalysisItem { Models: [PlannedModel one] } analysis:
                int batch = analysis.Analysis.Options.TryGetPropertyValue("batch", out var value) ? value!.GetValue<int>()
                    : TrainedModel.Batch;
                return own + one.PassBytes(Math.Min(batch, images.Test.Count)) + analysis.Analysis.Bytes;
            // What is about several models reads their predictions or matrices, or says what more it takes.
            case AnalysisItem several:
                return own + several.Analysis.Bytes;
            default:
                throw new InvalidOperationException($"{step.Title}: work of a kind whose memory is not known");
        }
    }

    private static double Comparison(IReadOnlyList<PlannedModel> models, IReadOnlyList<(string A, string B)> pairs,
        ComparisonOptions options, long largestLayer, ImageSet images, int threads)
    {
        var layers = models.ToDictionary(m => m.Name, m => LayerSelection.Select(m.Layers, options.Layers).Length);
        int batch = Math.Min(options.Batch, images.Test.Count);
        return models.Sum(model => Open(model, batch * threads)) + ModelComparison.Bytes(
            [.. layers.Values], [.. pairs.Select(p => (layers[p.A], layers[p.B]))], largestLayer,
            Math.Min(options.MaxExamples ?? int.MaxValue, images.Test.Count), options, threads);
    }

    /// <param name="images">That all threads together have at a time.</param>
    private static double Open(PlannedModel model, int images)
        => model.Graph?.PassBytes(images) ?? (4 + TransformedWeight) * model.ParameterCount;

    private static long LargestLayer(IReadOnlyList<PlannedModel> models) => models.SelectMany(m => m.Layers).Max(l => l.Features);
}
