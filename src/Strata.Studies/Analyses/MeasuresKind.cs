using System.Text.Json.Nodes;
using Strata.Activations;
using Strata.Report;
using Strata.Similarity;
using Strata.Similarity.Measures;
using Strata.Studies.Planning;
using Strata.Studies.Work;

namespace Strata.Studies.Analyses;

/// <summary>
/// Every comparison of the study again by other measures than CKA: a folder as that of a comparison for each comparison and measure.
/// </summary>
internal sealed class MeasuresKind : AnalysisKind
{
    public override string Name => Study.OtherMeasures;
    public override string Plural => "comparisons by other measures";
    public override string Absence => "similarity compares nothing, or similarity.measures names no measure";

    /// <inheritdoc/>
    /// <remarks>A pass, and for every pair of layers a share of what a decomposition of the examples' products costs.</remarks>
    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        StudySimilarity asked = planning.Study.Similarity;
        var models = planning.Models.ToDictionary(model => model.Name);
        double examples = Math.Min(asked.MaxExamples ?? MeasureComparison.UsualExamples, planning.Data.Test.Count);
        foreach (PlannedComparison comparison in planning.Comparisons)
        {
            PlannedModel[] compared = [.. new[] { comparison.A, comparison.B }.Distinct().Select(name => models[name])];
            long[][] features = [.. compared.Select(model
                => LayerSelection.Select(model.Layers, asked.Layers).Select(layer => model.Layers[layer].Features).ToArray())];
            foreach (Measure measure in asked.Measures.Select(KnownMeasures.Parse).DistinctBy(measure => measure.Text))
            {
                var settled = AnalysisPlanning.Options(new MeasureOptions(measure.Text, asked.Layers, (int)examples, asked.Tokens));
                yield return new()
                {
                    Kind = Name,
                    Name = $"{measure.Text.Replace(':', '-')}-{comparison.Name}",
                    Key = ContentKey.Of(Name, new() { ["models"] = Keys(compared), ["options"] = settled.DeepClone() }),
                    Title = $"{measure.Text} of {string.Join(" and ", compared.Select(model => model.Label))}",
                    Inputs = compared.ToDictionary(model => model.Name, model => model.Artifact()),
                    Models = [.. compared.Select(model => model.Name)],
                    Options = settled,
                    MultiplyAdds = examples * compared.Sum(model => model.MultiplyAddsPerImage)
                        + (double)features[0].Length * features[^1].Length * Math.Pow(examples, 3) / 10,
                    Bytes = MeasureComparison.Bytes([.. features.SelectMany(of => of)], (int)examples)
                        + (compared.Length == 1 ? 0 : compared.Sum(model => model.PassBytes(MeasuredLayers.Batch))),
                    Threads = compared.Max(model => model.Threads),
                };
            }
        }

        static JsonArray Keys(PlannedModel[] compared) => new([.. compared.Select(model => (JsonNode)model.Key)]);
    }

    public override Findings Execute(AnalysisWork work)
    {
        MeasureOptions options = work.Options<MeasureOptions>();
        var measure = KnownMeasures.Parse(options.Measure);
        using IClassifier a = work.OpenModel(work.Models[0].Name);
        using IClassifier? b = work.Models.Count > 1 ? work.OpenModel(work.Models[1].Name) : null;
        ComparisonOptions asked = options.Comparison;
        SimilarityMatrix matrix = MeasureComparison.Compare(a, b, measure, asked, new Steps(work.Progress), work.Stop);
        Heatmap.Write(matrix, Path.Combine(work.Folder, "heatmap"), new()
        {
            Title = string.Join(" × ", work.Models.Select(model => model.Label)),
            Measure = measure.Text,
            Brightest = measure.Traits.Most,
            IsDistance = measure.Traits.IsDistance,
        });
        return new()
        {
            Warnings = matrix.Warnings,
            Results = SimilarityFolder.WriteArrays(work.Folder, matrix),
            Options = SimilarityManifest.OptionsOf(asked, measure: measure),
        };
    }

    public override IEnumerable<Exhibit> Show(PlannedAnalysis analysis, string folder, SimilarityMatrix? own)
    {
        var measure = KnownMeasures.Parse(analysis.Settled<MeasureOptions>().Measure);
        yield return new LayerMap
        {
            Name = analysis.Name,
            Title = $"by {measure.Text}",
            Says = measure.Says.TrimEnd('.'),
            Models = analysis.Models,
            A = analysis.Models[0],
            B = analysis.Models[^1],
            Matrix = SimilarityFolder.Read(folder),
            Measure = measure.Text,
            Brightest = measure.Traits.Most,
            IsDistance = measure.Traits.IsDistance,
        };
    }

    private sealed class Steps(IProgress<WorkProgress> progress) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value)
            => progress.Report(new((double)value.Done / value.Total, $"{value.Done} of {value.Total} layers and rows"));
    }
}
