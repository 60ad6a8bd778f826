using Strata.Activations;
using Strata.Report;
using Strata.Similarity;
using Strata.Studies.Planning;

namespace Strata.Studies.Analyses;

/// <summary>The mean absolute output of every layer over the test split: magnitudes.json.</summary>
internal sealed class MagnitudesKind : AnalysisKind
{
    private const int Batch = 250;

    public override string Name => "magnitudes";
    public override string Plural => "magnitudes";

    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
        => planning.Models.Select(model => AnalysisPlanning.OfModel(this, model, new { },
            (double)model.MultiplyAddsPerImage * planning.Data.Test.Count));

    public override Findings Execute(AnalysisWork work)
    {
        using IClassifier model = work.OpenModel();
        int[] layers = [.. model.Layers.Select(layer => layer.Index)], examples = [.. Enumerable.Range(0, model.ExampleCount)];
        double[] sums = new double[layers.Length];
        IProgress<double> progress = work.Share("images");
        for (int first = 0; first < examples.Length; first += Batch)
        {
            work.Stop.ThrowIfCancellationRequested();
            int count = Math.Min(Batch, examples.Length - first);
            model.Visit(examples.AsSpan(first, count), layers, (layer, output) =>
            {
                double[] numbers = new double[output.Examples * output.Features];
                output.CopyTo(numbers);
                sums[layer] += numbers.Sum(Math.Abs) / output.Features;
            });
            progress.Report((double)(first + count) / examples.Length);
        }
        work.WriteJson(layers.ToDictionary(layer => model.Layers[layer].Name, layer => sums[layer] / examples.Length));
        return new();
    }

    public override IEnumerable<Exhibit> Show(PlannedAnalysis analysis, string folder, SimilarityMatrix? own)
    {
        if (own is null) yield break;
        var means = AnalysisWork.ReadJson<Dictionary<string, double>>(folder, "magnitudes.json");
        yield return new Table($"magnitudes-{analysis.Name}", [new("layer", "layer", Number: false), new("magnitude", "mean |output|")],
            [.. own.LayersA.Select(layer => new[] { new Cell(layer.Name), Cell.Of(means[layer.Name], value => $"{value:0.###}") })])
        {
            Title = "magnitudes",
            Says = "mean absolute output of every layer",
            Models = analysis.Models,
        };
    }
}
