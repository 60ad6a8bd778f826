using System.Text.Json.Nodes;
using Strata.Activations;
using Strata.Models;
using Strata.Report;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Work;

namespace Strata.Studies.Analyses;

/// <summary>
/// A model's similarity with itself when the leading principal components of every batch are taken off its layers (P1 fig. D.6): a folder
/// as that of a comparison, with the cosines of the first components before that.
/// </summary>
internal sealed class WithoutComponentsKind : AnalysisKind
{
    public override string Name => Study.WithoutComponents;
    public override string Plural => "similarities without components";

    /// <inheritdoc/>
    /// <remarks>
    /// The comparison again; beside it the twenty products of a Gram matrix and a vector for each layer and component are little.
    /// </remarks>
    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        StudySimilarity asked = planning.Study.Similarity;
        ComparisonOptions options = asked.Options with { WithoutComponents = asked.WithoutComponents, Components = true };
        if (options.WithoutComponents > options.Batch - 4)
            planning.Problems.Add(
                $"similarity.withoutComponents: {options.WithoutComponents} of batches of {options.Batch} leaves too little to compare");
        double examples = (double)Math.Min(asked.MaxExamples ?? int.MaxValue, planning.Data.Test.Count) * asked.Passes;
        double batch = Math.Min(options.Batch, examples);
        return planning.Models.Select(m =>
        {
            LayerInfo[] layers = [.. LayerSelection.Select(m.Layers, options.Layers).Select(layer => m.Layers[layer])];
            return AnalysisPlanning.OfModel(this, m, options, Planner.GramsCost(m.MultiplyAddsPerImage, layers, examples, batch)
                + examples * batch / 2 * Math.Pow(layers.Length, 2)) with
            {
                Comparison = options
            };
        });
    }

    public override Findings Execute(AnalysisWork work)
    {
        using IClassifier model = work.OpenModel();
        ComparisonOptions options = work.Options<ComparisonOptions>();
        SimilarityMatrix matrix = ModelComparison.Compare(model, options: options, progress: new BatchProgress(work.Progress),
            stop: work.Stop);
        JsonObject results = SimilarityFolder.WriteArrays(work.Folder, matrix);
        Heatmap.Write(matrix, Path.Combine(work.Folder, "heatmap"),
            new() { Title = $"{work.Models[0].Label} {Words(options.WithoutComponents)}" });
        return new() { Warnings = matrix.Warnings, Results = results, Options = SimilarityManifest.OptionsOf(options) };
    }

    public override IEnumerable<Exhibit> Show(PlannedAnalysis analysis, string folder, SimilarityMatrix? own)
    {
        int removed = analysis.Settled<ComparisonOptions>().WithoutComponents;
        yield return new LayerMap
        {
            Name = $"without-components-{analysis.Name}",
            Title = removed == 1 ? "without PC1" : $"without its first {removed} components",
            Says = $"CKA after the {(removed == 1 ? "first principal component" : $"first {removed} principal components")} of each layer "
                + $"in each batch {(removed == 1 ? "was" : "were")} taken off; a block that is its work goes with it",
            Models = analysis.Models,
            A = analysis.Models[0],
            B = analysis.Models[0],
            Matrix = SimilarityFolder.Read(folder),
        };
    }

    /// <summary>Such as <c>without the first 2 components</c>.</summary>
    public static string Words(int components)
        => components == 1 ? "without the first component" : $"without the first {components} components";
}
